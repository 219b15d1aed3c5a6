using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Checkpoints;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.DuckDb.Tests.Checkpoints;

/// <summary>A stage over the nodes of a workbench: what it holds is saved, built over and put back.</summary>
internal sealed class StageBench : IAsyncDisposable
{
    private StageBench(Workbench bench) => Bench = bench;

    internal Workbench Bench { get; }

    internal StageSaves Saves { get; private set; } = null!;

    internal Dictionary<string, SqlNode> Nodes { get; } = new(StringComparer.Ordinal);

    internal static async Task<StageBench> OpenAsync(string? folder = null)
    {
        var stage = new StageBench(folder is null ? await Workbench.OpenAsync() : await Workbench.OpenAsync(folder));
        stage.Bench.Adapter.EnsureMarkers();
        stage.Saves = new StageSaves(stage.Bench.Adapter, stage.Nodes.GetValueOrDefault, TimeProvider.System);
        return stage;
    }

    /// <summary>A node of the stage; a later one of the same name stands in its place, as after an edit.</summary>
    internal SqlNode Add(SqlNode node) => Nodes[node.UniqueId] = node;

    internal SqlNode Yearly(string name, string sql) =>
        Add(Bench.Model(name, sql, Workbench.Years, ("materialized", "table"), ("partition_by", "simulation_year")));

    internal StageScope Scope(string? partition) => new(
        Bench.Run, new Stage("stage"), new PartitionKey(partition),
        [.. Nodes.Values.Select(node => new StepKey(new AssetKey(node.UniqueId), node.Partitions is null ? PartitionKey.None : new PartitionKey(partition)))]);

    internal Task SaveAsync(string? partition) => Saves.SaveAsync(Scope(partition), CancellationToken.None);

    internal Task<IReadOnlyDictionary<StepKey, CommitMarker>> RollbackAsync(string? partition) => Saves.RollbackAsync(Scope(partition), CancellationToken.None);

    /// <summary>All that the database holds: columns, cells, view definitions and the markers that count.</summary>
    internal async Task<string> StateAsync()
    {
        var text = new List<string>();
        var relations = await Bench.RowsAsync(
            "select schema_name || '.' || table_name || ' ' || regexp_replace(sql, '^CREATE TABLE [^(]*', '') from duckdb_tables() where not internal and schema_name not in ('sluice', 'sluice_saved') union all select schema_name || '.' || view_name || ' ' || sql from duckdb_views() where not internal and schema_name <> 'sluice'");
        foreach (var relation in relations)
        {
            text.Add(relation);
            text.AddRange((await Bench.RowsAsync($"select * from {relation[..relation.IndexOf(' ', StringComparison.Ordinal)]}")).Select(row => $"  {row}"));
        }

        text.Add("indexes");
        text.AddRange(await Bench.RowsAsync("select index_name || ' ' || coalesce(sql, '') from duckdb_indexes()"));
        text.Add("markers");
        text.AddRange(await Bench.RowsAsync(
            "select * exclude (sequence) from sluice.commits qualify row_number() over (partition by asset, partition order by sequence desc) = 1"));
        return string.Join('\n', text);
    }

    internal Task<string[]> SavedAsync() => Bench.RowsAsync("select table_name from duckdb_tables() where schema_name = 'sluice_saved' and table_name <> 'saves'");

    public async ValueTask DisposeAsync()
    {
        Saves.Dispose();
        await Bench.DisposeAsync();
    }
}
