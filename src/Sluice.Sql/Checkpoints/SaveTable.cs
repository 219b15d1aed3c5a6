using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Checkpoints;

/// <summary>
/// The schema <c>sluice_saved</c> of a database: a table of what was saved for which run, and the copies of rows. It lies beside the data,
/// because a transaction writes to one database. Nobody lists it.
/// </summary>
/// <param name="session">Where; used on its thread.</param>
/// <param name="database">The database.</param>
/// <param name="cancel">Interrupts the statements.</param>
internal sealed class SaveTable(ISqlSession session, string database, CancellationToken cancel)
{
    internal const string Schema = "sluice_saved";
    private const string Table = "saves";

    private string Name => $"{RelationName.Quote(database)}.{Schema}.{Table}";

    /// <summary>True where something was ever saved here.</summary>
    internal bool Exists => session.Query(
        $"select 1 from duckdb_tables() where lower(database_name) = lower({SqlText.Literal(database)}) and schema_name = '{Schema}' and table_name = '{Table}'", cancel).Rows.Length > 0;

    /// <summary>Creates what is missing.</summary>
    internal void Create()
    {
        session.Execute($"create schema if not exists {RelationName.Quote(database)}.{Schema}", cancel);
        session.Execute($"create table if not exists {Name} (run varchar not null, asset varchar not null, partition varchar, saved varchar not null)", cancel);
    }

    /// <summary>The table for the copy of a step's rows.</summary>
    internal RelationName CopyOf(StepKey step)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{step.Asset.Name}\n{step.Partition.Text}"));
        return new RelationName(database, Schema, $"rows_{Convert.ToHexStringLower(hash.AsSpan(0, 12))}");
    }

    internal RelationName Copy(string name) => new(database, Schema, name);

    /// <summary>What was saved for a run.</summary>
    internal Dictionary<StepKey, SavedRelation> Read(RunId run) => session
        .Query($"select saved from {Name} where run = {SqlText.Literal(run.ToString())}", cancel).Rows
        .Select(row => JsonSerializer.Deserialize((string)row[0]!, SavedJson.Default.SavedRelation)!)
        .ToDictionary(saved => saved.Step);

    /// <summary>Keeps what was saved, in one statement.</summary>
    internal void Write(RunId run, IReadOnlyCollection<SavedRelation> saved)
    {
        if (saved.Count > 0)
        {
            var rows = saved.Select(one =>
                $"({SqlText.Literal(run.ToString())}, {SqlText.Literal(one.Asset)}, {(one.Partition is null ? "null" : SqlText.Literal(one.Partition))}, {SqlText.Literal(JsonSerializer.Serialize(one, SavedJson.Default.SavedRelation))})");
            session.Execute($"insert into {Name} values {string.Join(", ", rows)}", cancel);
        }
    }

    /// <summary>Forgets what was saved for steps of a run, with the copies.</summary>
    internal void Drop(RunId run, IEnumerable<SavedRelation> saved)
    {
        var all = saved.ToList();
        foreach (var one in all.Where(one => one.Copy is not null))
        {
            session.Execute($"drop table if exists {Copy(one.Copy!)}", cancel);
        }

        if (all.Count > 0)
        {
            var steps = all.Select(one => $"(asset = {SqlText.Literal(one.Asset)} and partition is not distinct from {(one.Partition is null ? "null" : SqlText.Literal(one.Partition))})");
            session.Execute($"delete from {Name} where run = {SqlText.Literal(run.ToString())} and ({string.Join(" or ", steps)})", cancel);
        }
    }

    /// <summary>Forgets what was saved for other runs: a stage of a later one begins with the data as it is then.</summary>
    internal void DropOthers(RunId run)
    {
        var others = $"{Name} where run <> {SqlText.Literal(run.ToString())}";
        var copies = session.Query($"select distinct saved ->> '$.copy' from {others}", cancel).Rows.Select(row => row[0]).OfType<string>().ToList();
        foreach (var copy in copies)
        {
            session.Execute($"drop table if exists {Copy(copy)}", cancel);
        }

        session.Execute($"delete from {others}", cancel);
    }
}
