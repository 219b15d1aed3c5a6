using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Sluice.Diagnostics;
using Sluice.DuckDb;
using Sluice.Hosting.Chunks;
using Sluice.Hosting.Rows;
using Sluice.Hosting.Writing;
using Sluice.Runs;
using Sluice.Sql.Code;
using SqlText = Sluice.Sql.Materializations.SqlText;

namespace Sluice.Hosting;

/// <summary>
/// One attempt to build an asset, or to judge it: what is built, and the only way to write it. Rows are gathered while the code runs; when it
/// has returned, they and the marker that says so are committed in one transaction. An attempt that throws, or is killed, leaves nothing.
/// </summary>
public sealed partial class AssetContext
{
    private readonly CodeAttempt _attempt;
    private readonly WritePlan _plan;
    private readonly Lock _gate = new();
    private readonly List<StepMetadata> _metadata = [];

    private readonly ContextSettings _settings;
    private readonly List<string> _statements = [];
    private readonly List<Action> _ahead = [];
    private readonly List<Action> _within = [];
    private readonly List<Action> _afterCommit = [];
    private CodeWrite _replace = new(CodeWriteMode.Replace, "");

    internal AssetContext(CodeAttempt attempt, RowShape? shape, ILogger logger, OutputSet? outputs, ContextSettings settings)
    {
        _settings = settings;
        _attempt = attempt;
        _plan = new WritePlan(attempt, shape, "sluice_rows");
        Logger = logger;
        Outputs = outputs;
    }

    /// <summary>The asset's name.</summary>
    public string Name => _attempt.Node.Name;

    /// <summary>The key of the partition that is built; null for an asset without partitions.</summary>
    public string? Partition => _attempt.Step.Step.Partition.Text;

    /// <summary>The run.</summary>
    public Guid RunId => _attempt.Step.Run.Value;

    /// <summary>1 for the first attempt.</summary>
    public int Attempt => _attempt.Step.Attempt;

    /// <summary>True where the user asked to build from scratch: what was kept of earlier runs does not count.</summary>
    public bool FullRefresh => _attempt.FullRefresh;

    /// <summary>The same for every attempt of this asset and partition in this run: for calls whose effect must not be doubled.</summary>
    public string IdempotencyKey => string.Create(CultureInfo.InvariantCulture, $"{Name}/{Partition}/{RunId:N}");

    /// <summary>The asset's table as SQL, for queries over its last rows; ask <see cref="ExistsAsync"/> first.</summary>
    public string Relation => _attempt.Target.ToString();

    /// <summary>Writes lines that carry the asset's name.</summary>
    public ILogger Logger { get; }

    internal OutputSet? Outputs { get; }

    internal ImmutableArray<StepMetadata> Collected
    {
        get
        {
            lock (_gate)
            {
                return [.. _metadata.GroupBy(item => item.Name, StringComparer.Ordinal).Select(same => same.Last())];
            }
        }
    }

    internal CodeWrite? Written => _plan.ToWrite() is { } write ? Complete(write) : null;

    /// <summary>What is committed where the asset has no table, or several.</summary>
    internal CodeWrite Complete(CodeWrite write) => write with { Statements = [.. write.Statements, .. _statements], Ahead = [.. _ahead], Within = [.. _within], AfterCommit = [.. _afterCommit] };

    /// <summary>Adds statements to the transaction of the commit.</summary>
    internal void AddStatements(IEnumerable<string> statements) => _statements.AddRange(statements);

    /// <summary>Keeps something worth knowing with this materialization; of two with one name the later counts. Safe to call from several threads.</summary>
    /// <param name="name">Its name, such as <c>rows_failed</c>.</param>
    /// <param name="value">A number, a text, or one of the forms of <see cref="MetadataValue"/>.</param>
    public void Metadata(string name, MetadataValue value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (_gate)
        {
            _metadata.Add(new StepMetadata(name, value.Kind, value.Text));
        }
    }

    /// <summary>Says how far the code is, where writing rows does not say it.</summary>
    /// <param name="rows">Rows processed until now.</param>
    /// <param name="fraction">0 to 1; null where unknown.</param>
    public void ReportProgress(long rows, double? fraction = null) => _attempt.Step.Progress?.Report(new StepProgress(rows, fraction));

    /// <summary>Replaces the rows of the asset, or of its partition, by these; several calls add up. Gives the rows of this call.</summary>
    public Task<long> WriteAsync<T>(IEnumerable<T> rows, CancellationToken cancellationToken = default) => WriteAsync(_replace, rows, cancellationToken);

    /// <summary>Replaces the rows of the asset, or of its partition, by these; several calls add up. Gives the rows of this call.</summary>
    public Task<long> WriteAsync<T>(IAsyncEnumerable<T> rows, CancellationToken cancellationToken = default) => WriteAsync(_replace, rows, cancellationToken);

    /// <summary>Replaces the rows of the asset, or of its partition, by those of a reader of any database; the caller disposes it.</summary>
    public async Task<long> WriteAsync(DbDataReader rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Begin(_replace);
        return await _plan.Rows.AppendAsync(rows, _plan.Shape, cancellationToken);
    }

    /// <summary>Replaces the rows of the asset, or of its partition, by what a query yields. It is bound at once and run with the commit.</summary>
    /// <param name="sql">One query; a <see cref="Table{T}"/> in it stands for its rows.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    /// <exception cref="DiagnosticException">The query lacks a column that the asset promises, or has one more.</exception>
    public Task WriteSqlAsync(string sql, CancellationToken cancellationToken = default) => WriteSqlAsync(_replace, sql, cancellationToken);

    /// <summary>Replaces the rows of the asset, or of its partition, by those of Parquet files.</summary>
    /// <param name="path">A file, or a pattern such as <c>in/*.parquet</c>; relative to the project's folder.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public Task WriteParquetAsync(string path, CancellationToken cancellationToken = default) =>
        WriteSqlAsync($"select * from read_parquet({SqlText.Literal(path)})", cancellationToken);

    /// <summary>Replaces the rows of the asset, or of its partition, by those of CSV files, which DuckDB reads.</summary>
    /// <param name="path">A file, or a pattern such as <c>in/*.csv</c>; relative to the project's folder.</param>
    /// <param name="options">DuckDB's options of <c>read_csv</c>, such as <c>header = true, all_varchar = true</c>; null for what it finds out.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public Task WriteCsvAsync(string path, string? options = null, CancellationToken cancellationToken = default) =>
        WriteSqlAsync($"select * from read_csv({SqlText.Literal(path)}{(options is null ? "" : $", {options}")})", cancellationToken);

    /// <summary>Adds rows to those that the asset has. An attempt that is repeated after a commit adds them again: it is for logs, not for state.</summary>
    public Task<long> AppendAsync<T>(IEnumerable<T> rows, CancellationToken cancellationToken = default) => WriteAsync(new CodeWrite(CodeWriteMode.Append, ""), rows, cancellationToken);

    /// <summary>Adds rows to those that the asset has.</summary>
    public Task<long> AppendAsync<T>(IAsyncEnumerable<T> rows, CancellationToken cancellationToken = default) => WriteAsync(new CodeWrite(CodeWriteMode.Append, ""), rows, cancellationToken);

    /// <summary>Adds what a query yields to the rows that the asset has.</summary>
    public Task AppendSqlAsync(string sql, CancellationToken cancellationToken = default) => WriteSqlAsync(new CodeWrite(CodeWriteMode.Append, ""), sql, cancellationToken);

    /// <summary>Replaces the rows that have the same key, adds those whose key is new, and leaves those that are as they were.</summary>
    /// <param name="rows">The rows; each key once.</param>
    /// <param name="key">The columns that tell rows apart; at least one.</param>
    /// <param name="deleteMissing">True where rows whose key is not among these go.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public Task<long> MergeAsync<T>(IEnumerable<T> rows, IReadOnlyList<string> key, bool deleteMissing = false, CancellationToken cancellationToken = default) =>
        WriteAsync(Merge(key, deleteMissing), rows, cancellationToken);

    /// <inheritdoc cref="MergeAsync{T}(IEnumerable{T}, IReadOnlyList{string}, bool, CancellationToken)"/>
    public Task<long> MergeAsync<T>(IAsyncEnumerable<T> rows, IReadOnlyList<string> key, bool deleteMissing = false, CancellationToken cancellationToken = default) =>
        WriteAsync(Merge(key, deleteMissing), rows, cancellationToken);

    /// <summary>Merges what a query yields by key.</summary>
    /// <param name="sql">One query, which yields each key once.</param>
    /// <param name="key">The columns that tell rows apart; at least one.</param>
    /// <param name="deleteMissing">True where rows whose key is not among these go.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public Task MergeSqlAsync(string sql, IReadOnlyList<string> key, bool deleteMissing = false, CancellationToken cancellationToken = default) =>
        WriteSqlAsync(Merge(key, deleteMissing), sql, cancellationToken);

    /// <summary>Replaces the rows that have a value in a column, and leaves the others: for an asset that keeps its own parts.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value; null for the rows without one.</param>
    /// <param name="rows">The rows, all with that value.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public Task<long> ReplacePartitionAsync<T>(string column, object? value, IEnumerable<T> rows, CancellationToken cancellationToken = default) =>
        WriteAsync(Part(column, value), rows, cancellationToken);

    /// <inheritdoc cref="ReplacePartitionAsync{T}(string, object?, IEnumerable{T}, CancellationToken)"/>
    public Task<long> ReplacePartitionAsync<T>(string column, object? value, IAsyncEnumerable<T> rows, CancellationToken cancellationToken = default) =>
        WriteAsync(Part(column, value), rows, cancellationToken);

    /// <summary>
    /// Does something on the connection that commits, inside its transaction and behind the rows: what it writes to the project's database is there when
    /// the marker is, or not at all. It must not begin or end a transaction, and takes no time that others need not wait for.
    /// </summary>
    public void WithinCommit(Action<DuckDbConnection> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _within.Add(() => work((DuckDbConnection)_attempt.Session.Connection));
    }

    /// <summary>
    /// Does something on the connection that commits, inside its transaction, and writes the rows that it yields: what it does to the project's database
    /// and what these say of it are there together, or not at all. It begins when the code has returned, and must not begin or end a transaction.
    /// </summary>
    /// <param name="work">Does it; a failure rolls all of it back.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WriteWithinCommitAsync<T>(Func<DuckDbConnection, CancellationToken, Task<IEnumerable<T>>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await WriteAsync(Array.Empty<T>(), cancellationToken);
        _ahead.Add(() => _plan.Rows.Append(Wait(work((DuckDbConnection)_attempt.Session.Connection, cancellationToken))));
    }

    /// <summary>
    /// Works through a source in chunks: the rows that <paramref name="process"/> makes of each are committed before the next is read, and become the
    /// asset's with its own commit. An attempt that fails, or a run that is killed and resumed, goes on behind the last committed chunk.
    /// </summary>
    /// <param name="source">The rows. Read again, it must yield the same ones in the same order as long as what it reads is unchanged.</param>
    /// <param name="process">Makes the rows of a chunk; the list is used again for the next.</param>
    /// <param name="options">The size and the memory; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ChunkReport> ForEachChunkAsync<TIn, TOut>(
        IAsyncEnumerable<TIn> source, Func<IReadOnlyList<TIn>, CancellationToken, Task<IEnumerable<TOut>>> process, ChunkOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(process);
        RequireShape(typeof(TOut));
        options ??= new ChunkOptions();
        _plan.Begin(_replace);
        var start = _settings.Time.GetTimestamp();
        var store = new ChunkStore(_attempt, _settings.Folder);
        await store.OpenAsync(_settings.IsTracked, cancellationToken);
        var size = new ChunkSize(options, options.MemoryBudget ?? _settings.MemoryBudget);
        var report = await new ChunkRun<TIn, TOut>(_attempt, store, size, process).RunAsync(source, cancellationToken);
        await _plan.AddAsync(store.Select($"select * from {new Table<TOut>(new TableSource(_attempt.Adapter, _attempt.Node, null))} as t"), cancellationToken);
        _statements.AddRange(store.Removal);
        _afterCommit.Add(store.DeleteFiles);
        Keep(report, _settings.Time.GetElapsedTime(start));
        return report;
    }

    /// <inheritdoc cref="ForEachChunkAsync{TIn, TOut}(IAsyncEnumerable{TIn}, Func{IReadOnlyList{TIn}, CancellationToken, Task{IEnumerable{TOut}}}, ChunkOptions?, CancellationToken)"/>
    public Task<ChunkReport> ForEachChunkAsync<TIn, TOut>(
        IAsyncEnumerable<TIn> source, Func<IReadOnlyList<TIn>, IEnumerable<TOut>> process, ChunkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(process);
        return ForEachChunkAsync(source, (chunk, _) => Task.FromResult(process(chunk)), options, cancellationToken);
    }

    /// <summary>True where the asset's table exists.</summary>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        _attempt.Session.RunAsync(() => _attempt.Session.GetRelation(_attempt.Target) is not null, cancellationToken);

    /// <summary>The rows of a query as records; a <see cref="Table{T}"/> in it stands for its rows. They are read on a connection of their own.</summary>
    public Table<T> Query<T>(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return new Table<T>(new TableSource(_attempt.Adapter, _attempt.Node, SqlText.Nested(sql)));
    }

    /// <summary>Keeps the rows of a query for as long as the attempt lasts, so that what is read once can be written in several ways.</summary>
    /// <param name="name">A name for them; rows that were kept under it go.</param>
    /// <param name="sql">One query.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    /// <returns>The table as SQL: for <c>…SqlAsync</c> and on the connection of <see cref="WithinCommit"/>, not for <see cref="Query{T}"/>, which reads on another connection.</returns>
    public Task<string> StageSqlAsync(string name, string sql, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return StagedQuery.CreateAsync(_attempt, name, sql, cancellationToken);
    }

    /// <summary>One value of a query.</summary>
    public async Task<T> QueryScalarAsync<T>(string sql, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        await using var session = await _attempt.Adapter.OpenSessionAsync(cancellationToken);
        using var command = ((DuckDbConnection)session.Connection).CreateCommand(sql);
        await using var reader = (DuckDbDataReader)await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? await reader.GetFieldValueAsync<T>(0, cancellationToken) : throw new InvalidOperationException("the query yields no row");
    }

    /// <summary>
    /// Another open connection to the project's database, for what <see cref="Query{T}"/> does not do. The caller disposes it. What is written on it
    /// commits by itself, not with the asset's rows.
    /// </summary>
    public DuckDbConnection OpenConnection() => ((DuckDbConnection)_attempt.Session.Connection).Duplicate();

    private async Task<long> WriteAsync<T>(CodeWrite mode, IEnumerable<T> rows, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RequireShape(typeof(T));
        Begin(mode);
        return await _plan.Rows.AppendAsync(rows, cancel);
    }

    private async Task<long> WriteAsync<T>(CodeWrite mode, IAsyncEnumerable<T> rows, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RequireShape(typeof(T));
        Begin(mode);
        return await _plan.Rows.AppendAsync(rows, cancel);
    }

    private async Task WriteSqlAsync(CodeWrite mode, string sql, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        _plan.Begin(mode);
        await _plan.AddAsync(sql, cancel);
    }

    [SuppressMessage("Usage", "VSTHRD002", Justification = "The thread that commits belongs to the attempt's session: there is nothing else for it to do until the rows are there.")]
    private static T Wait<T>(Task<T> work) => work.GetAwaiter().GetResult();

    private void Begin(CodeWrite mode)
    {
        _plan.Begin(mode);
        _plan.AddRows();
    }

    private void Keep(ChunkReport report, TimeSpan elapsed)
    {
        Metadata("rows_in", report.RowsIn);
        Metadata("rows_out", report.RowsOut);
        Metadata("rows_per_second", elapsed > TimeSpan.Zero ? Math.Round(report.RowsIn / elapsed.TotalSeconds) : 0);
        Metadata("peak_memory_bytes", report.PeakMemory);
        Metadata("chunks", report.Chunks);
        Metadata("chunks_resumed", report.Resumed);
        Metadata("chunk_halvings", report.Halvings);
        Metadata("chunk_spills", report.Spills);
    }

    private void RequireShape(Type row)
    {
        if (_plan.Shape is { } shape && shape.Type != row && !RowShape.Of(row).Columns.Select(column => (column.Name, column.SqlType)).SequenceEqual(shape.Columns.Select(column => (column.Name, column.SqlType))))
        {
            throw new InvalidOperationException($"the asset `{Name}` is declared with rows of {shape.Type.Name}; rows of {row.Name} have other columns");
        }
    }

    private static CodeWrite Merge(IReadOnlyList<string> key, bool deleteMissing)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfZero(key.Count);
        return new CodeWrite(CodeWriteMode.Merge, "") { Keys = [.. key], DeletesMissing = deleteMissing };
    }

    private static CodeWrite Part(string column, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        return new CodeWrite(CodeWriteMode.ReplaceWhere, "") { Keys = [column], Literal = SqlLiteral.Of(value) };
    }
}
