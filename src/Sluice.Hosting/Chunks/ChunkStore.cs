using System.Collections.Immutable;
using System.Globalization;
using Sluice.Hosting.Running;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Materializations;

namespace Sluice.Hosting.Chunks;

/// <summary>
/// The chunks of one step that are committed: their rows in a table of the engine's schema, or in Parquet files beside the state store, and a
/// marker for each. They are the step's alone; its own commit takes the rows over and removes the rest in the same transaction.
/// </summary>
internal sealed class ChunkStore(CodeAttempt attempt, string folder)
{
    private const string Schema = "sluice";

    private readonly string _step = attempt.Step.Step.ToString();
    private readonly string _digest = Digest.Of(attempt.Step.Step.ToString());
    private readonly List<string> _files = [];
    private bool _hasTable;

    /// <summary>Chunks that are committed.</summary>
    internal int Count { get; private set; }

    /// <summary>Rows of the source that they stand for.</summary>
    internal long Position { get; private set; }

    /// <summary>Rows that they yielded.</summary>
    internal long Rows { get; private set; }

    private string Table => $"{RelationName.Quote(attempt.Target.Database)}.{Schema}.{RelationName.Quote($"chunk_rows_{_digest}")}";

    private string Markers => $"{RelationName.Quote(attempt.Target.Database)}.{Schema}.chunks";

    private string Folder => Path.Combine(folder, ".sluice", "spill", _digest);

    /// <summary>The query that yields the rows of all chunks.</summary>
    internal string Select(string empty)
    {
        var parts = new List<string>();
        if (_hasTable)
        {
            parts.Add($"select * from {Table}");
        }

        if (_files.Count > 0)
        {
            parts.Add($"select * from read_parquet([{string.Join(", ", _files.Select(file => SqlText.Literal(file)))}])");
        }

        return parts.Count == 0 ? empty : string.Join("\nunion all by name\n", parts);
    }

    /// <summary>The statements that belong into the transaction that takes the rows over.</summary>
    internal ImmutableArray<string> Removal => [$"drop table if exists {Table}", $"delete from {Markers} where step = {SqlText.Literal(_step)}"];

    /// <summary>
    /// Finds what an earlier attempt has committed. It counts where the run is the same, or code and inputs are and can be tracked; all else is removed.
    /// </summary>
    internal Task OpenAsync(bool isTracked, CancellationToken cancel) => attempt.Session.RunAsync(
        () =>
        {
            var session = attempt.Session;
            session.Begin();
            session.Execute(
                $"create table if not exists {Markers} (step varchar, run_id varchar, code_version varchar, input_version varchar, number bigint, position bigint, row_count bigint, file varchar)",
                cancel);
            var step = attempt.Step;
            var same = isTracked && step.InputVersion.Length > 0 ? $" or input_version = {SqlText.Literal(step.InputVersion)}" : "";
            var found = session.Query(
                $"""
                select number, position, row_count, file from {Markers}
                where step = {SqlText.Literal(_step)} and code_version = {SqlText.Literal(step.CodeVersion)} and (run_id = {SqlText.Literal(step.Run.ToString())}{same})
                order by number
                """,
                cancel).Rows;
            if (attempt.FullRefresh || found.IsEmpty || found.Any(row => row[3] is string file && !File.Exists(file)))
            {
                Removal.ToList().ForEach(statement => session.Execute(statement, cancel));
                DeleteFiles();
            }
            else
            {
                Count = found.Length;
                Position = Long(found[^1][1]);
                Rows = found.Sum(row => Long(row[2]));
                _files.AddRange(found.Select(row => row[3]).OfType<string>());
                _hasTable = found.Any(row => row[3] is null);
            }

            session.Commit();
            return 0;
        },
        cancel);

    /// <summary>Commits a chunk whose rows lie in a temporary table.</summary>
    /// <param name="staged">The query over the temporary table.</param>
    /// <param name="read">Rows of the source that it stands for.</param>
    /// <param name="written">Its rows.</param>
    /// <param name="spills">True where its rows go to a file.</param>
    /// <param name="cancel">Interrupts it.</param>
    internal Task CommitAsync(string staged, long read, long written, bool spills, CancellationToken cancel) => attempt.Session.RunAsync(
        () =>
        {
            var session = attempt.Session;
            var file = spills ? Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Count:D6}.parquet")) : null;
            session.Begin();
            if (file is not null)
            {
                Directory.CreateDirectory(Folder);
                session.Execute($"copy ({staged}) to {SqlText.Literal(file)} (format parquet)", cancel);
            }
            else
            {
                session.Execute(_hasTable ? $"insert into {Table} by name {staged}" : $"create or replace table {Table} as {staged}", cancel);
            }

            var step = attempt.Step;
            session.Execute(
                $"insert into {Markers} values ($1, $2, $3, $4, $5, $6, $7, $8)",
                [_step, step.Run.ToString(), step.CodeVersion, step.InputVersion, (long)Count, Position + read, written, file], cancel);
            CrashPoint.Reach(CrashPoint.BeforeChunk);
            session.Commit();
            CrashPoint.Reach(CrashPoint.AfterChunk);
            _hasTable |= file is null;
            if (file is not null)
            {
                _files.Add(file);
            }

            Count++;
            Position += read;
            Rows += written;
            return 0;
        },
        cancel);

    /// <summary>Deletes the files; the markers that named them are gone.</summary>
    internal void DeleteFiles()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static long Long(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
