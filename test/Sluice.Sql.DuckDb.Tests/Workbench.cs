using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;
using Sluice.Sql.Project;
using Sluice.Sql.Relations;

namespace Sluice.Sql.DuckDb.Tests;

/// <summary>A database in a folder of its own, and nodes that are built in it as a run would build them.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly Dictionary<StepKey, CommitMarker> _markers = [];

    private Workbench(string folder, DuckDbAdapter adapter)
    {
        Folder = folder;
        Adapter = adapter;
        Runner = new NodeRunner(adapter, Templates, Settings, TimeProvider.System);
    }

    internal string Folder { get; }

    internal DuckDbAdapter Adapter { get; private set; }

    private bool KeepsFolder { get; init; }

    internal PlainTemplates Templates { get; } = new();

    internal RunSettings Settings { get; } = new();

    internal NodeRunner Runner { get; private set; }

    internal RunId Run { get; private set; } = RunId.New(TimeProvider.System);

    internal static PartitionSet Years { get; } = PartitionSet.Range("simulation_year", 2025, 2029);

    internal static async Task<Workbench> OpenAsync(Action<TargetSettings>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-sql-").FullName;
        return new Workbench(folder, await OpenAdapterAsync(folder, change));
    }

    /// <summary>Opens what another process left behind; the folder stays the caller's.</summary>
    internal static async Task<Workbench> OpenAsync(string folder) => new(folder, await OpenAdapterAsync(folder, change: null)) { KeepsFolder = true };

    internal static Target Target(string folder, Action<TargetSettings>? change = null)
    {
        var settings = new TargetSettings { Path = Path.Combine(folder, "case.duckdb") };
        change?.Invoke(settings);
        return new Target
        {
            Name = "dev",
            ProfileName = "case",
            Type = "duckdb",
            Schema = "main",
            Database = Path.GetFileNameWithoutExtension(settings.Path),
            Path = settings.Path,
            Settings = [.. settings.Settings],
            ConfigOptions = [.. settings.ConfigOptions],
            Attach = [.. settings.Attach],
            Extensions = [.. settings.Extensions],
        };
    }

    /// <summary>Ends the run that the next builds belong to.</summary>
    internal void NextRun() => NextRun(RunId.New(TimeProvider.System));

    /// <summary>Goes on with a run.</summary>
    internal void NextRun(RunId run) => Run = run;

    /// <summary>Closes the database and opens it again, as another process would.</summary>
    internal async Task ReopenAsync()
    {
        await Adapter.DisposeAsync();
        Adapter = await OpenAdapterAsync(Folder, change: null);
        Runner = new NodeRunner(Adapter, Templates, Settings, TimeProvider.System);
    }

    internal ModelNode Model(string name, string sql, params (string Key, object? Value)[] config) => Model(name, sql, null, config);

    internal ModelNode Model(string name, string sql, PartitionSet? partitions, params (string Key, object? Value)[] config) => new()
    {
        UniqueId = $"model.proj.{name}",
        Name = name,
        PackageName = "proj",
        Path = $"{name}.sql",
        OriginalFilePath = $"models/{name}.sql",
        Source = new SourceText($"models/{name}.sql", sql),
        RawCode = sql,
        Config = Config(config),
        Relation = new Relation(Adapter.Database, "main", name),
        Alias = name,
        Schema = "main",
        Database = Adapter.Database,
        Partitions = partitions,
    };

    internal SeedNode Seed(string name, string csv, params (string Key, object? Value)[] config)
    {
        var path = Path.Combine(Folder, $"{name}.csv");
        File.WriteAllText(path, csv);
        return new SeedNode
        {
            UniqueId = $"seed.proj.{name}",
            Name = name,
            PackageName = "proj",
            Path = $"{name}.csv",
            OriginalFilePath = $"seeds/{name}.csv",
            Source = new SourceText($"seeds/{name}.csv", csv),
            Config = Config(config),
            Relation = new Relation(Adapter.Database, "main", name),
            Alias = name,
            Schema = "main",
            Database = Adapter.Database,
            FilePath = path,
            RootPath = Folder,
        };
    }

    internal TestNode Test(string name, string sql, params (string Key, object? Value)[] config) => new()
    {
        UniqueId = $"test.proj.{name}",
        Name = name,
        PackageName = "proj",
        Path = $"{name}.sql",
        OriginalFilePath = $"tests/{name}.sql",
        Source = new SourceText($"tests/{name}.sql", sql),
        RawCode = sql,
        Config = Config(config),
        Relation = new Relation(Adapter.Database, "main_dbt_test__audit", name),
        Alias = name,
        Schema = "main_dbt_test__audit",
        Database = Adapter.Database,
    };

    internal OperationNode Hook(string sql, bool atStart) => new()
    {
        UniqueId = $"operation.proj.proj-on-run-{(atStart ? "start" : "end")}-0",
        Name = "hook",
        PackageName = "proj",
        Path = "dbt_project.yml",
        OriginalFilePath = "dbt_project.yml",
        Source = new SourceText("dbt_project.yml", ""),
        RawCode = sql,
        AtStart = atStart,
        Index = 0,
    };

    internal StepContext Step(SqlNode node, string? partition = null, bool fullRefresh = false)
    {
        var key = new StepKey(new AssetKey(node.UniqueId), new PartitionKey(partition));
        return new StepContext
        {
            Run = Run,
            Step = key,
            CodeVersion = "code",
            InputVersion = "input",
            Previous = _markers.GetValueOrDefault(key),
            FullRefresh = fullRefresh,
        };
    }

    internal async Task<StepResult> BuildAsync(SqlNode node, string? partition = null, bool fullRefresh = false, CancellationToken cancel = default)
    {
        var result = await Runner.RunAsync(node, Step(node, partition, fullRefresh), cancel);
        if (result.Marker is { } marker)
        {
            _markers[marker.Step] = marker;
        }

        return result;
    }

    /// <summary>Builds and says what went wrong, if anything did.</summary>
    internal async Task<StepResult> MustBuildAsync(SqlNode node, string? partition = null, bool fullRefresh = false)
    {
        var result = await BuildAsync(node, partition, fullRefresh);
        Assert.True(result.Status == StepStatus.Succeeded, string.Join('\n', result.Diagnostics));
        return result;
    }

    /// <summary>The rows of a query as text, sorted: values with a bar between, NULL as an empty value.</summary>
    internal async Task<string[]> RowsAsync(string sql)
    {
        await using var session = await Adapter.OpenSessionAsync(CancellationToken.None);
        var result = await session.RunAsync(() => session.Query(sql, CancellationToken.None), CancellationToken.None);
        return [.. result.Rows.Select(row => string.Join('|', row.Select(value => JinjaText(value)))).Order(StringComparer.Ordinal)];
    }

    internal async Task<string[]> ColumnsAsync(string relation)
    {
        await using var session = await Adapter.OpenSessionAsync(CancellationToken.None);
        var result = await session.RunAsync(() => session.Query($"describe {relation}", CancellationToken.None), CancellationToken.None);
        return [.. result.Rows.Select(row => $"{row[0]} {row[1]}")];
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var session = await Adapter.OpenSessionAsync(CancellationToken.None);
        await session.RunAsync(() => session.UserExecute(sql, CancellationToken.None), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Adapter.DisposeAsync();
        if (!KeepsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    internal static NodeConfig Config(params (string Key, object? Value)[] items)
    {
        var values = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in items)
        {
            values[key] = value;
        }

        return new NodeConfig(values);
    }

    private static Task<DuckDbAdapter> OpenAdapterAsync(string folder, Action<TargetSettings>? change) =>
        DuckDbAdapter.OpenAsync(Target(folder, change), new SourceText("profiles.yml", ""), [folder], CancellationToken.None);

    private static string JinjaText(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        IFormattable item => item.ToString(value is DateOnly ? "yyyy-MM-dd" : value is DateTime ? "yyyy-MM-dd HH:mm:ss" : null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    internal sealed class TargetSettings
    {
        public required string Path { get; set; }

        public List<KeyValuePair<string, object?>> Settings { get; } = [];

        public List<KeyValuePair<string, object?>> ConfigOptions { get; } = [];

        public List<AttachedDatabase> Attach { get; } = [];

        public List<string> Extensions { get; } = [];
    }
}

/// <summary>Templates that are SQL already; <c>{{ key }}</c> is the partition's key, <c>{{ is_incremental }}</c> what the word says.</summary>
internal sealed class PlainTemplates : INodeTemplates
{
    internal Dictionary<string, Func<IRuntimeNames, object?>> Macros { get; } = new(StringComparer.Ordinal);

    internal Action<SqlNode, IReadOnlyDictionary<string, object?>?>? Rendering { get; set; }

    internal Dictionary<string, SqlNode> Nodes { get; } = new(StringComparer.Ordinal);

    public CompiledSql Compile(SqlNode node, StepContext step, IRuntimeNames names, CancellationToken cancel) =>
        Render(node, node.Source, step, names, null, cancel);

    public CompiledSql Render(
        SqlNode node, SourceText template, StepContext step, IRuntimeNames names, IReadOnlyDictionary<string, object?>? extra, CancellationToken cancel)
    {
        Rendering?.Invoke(node, extra);
        var text = template.Text.Length == 0 ? node.RawCode : template.Text;
        var sql = text
            .Replace("{{ key }}", step.Step.Partition.Text, StringComparison.Ordinal)
            .Replace("{{ is_incremental }}", names.IsIncremental ? "True" : "False", StringComparison.Ordinal);
        return new CompiledSql(sql, offset => new SqlPlace(template, new SourceSpan(offset, offset + 1), []));
    }

    public CompiledSql CompileUnitTest(
        UnitTestNode test, Func<UnitTestInput, string> rows, StepContext step, IRuntimeNames names, CancellationToken cancel) =>
        Render(test, test.Source, step, names, null, cancel);

    public object? Call(
        SqlNode? node, string name, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named, StepContext? step, IRuntimeNames names,
        IReadOnlyDictionary<string, object?>? extra, CancellationToken cancel) => Macros[name](names);

    public bool Defines(string macro) => Macros.ContainsKey(macro);

    public SqlNode? Find(string uniqueId) => Nodes.GetValueOrDefault(uniqueId);

    public object? Describe(SqlNode node) => null;
}
