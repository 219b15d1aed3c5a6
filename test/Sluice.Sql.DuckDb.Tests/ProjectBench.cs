using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;
using Sluice.Sql.Project;

namespace Sluice.Sql.DuckDb.Tests;

/// <summary>A real project in a folder of its own, whose nodes are built one by one.</summary>
internal sealed class ProjectBench : IAsyncDisposable
{
    private ProjectBench(string folder, SqlProject project, DuckDbAdapter adapter)
    {
        Folder = folder;
        Project = project;
        Adapter = adapter;
        Runner = new NodeRunner(adapter, project.Templates, new RunSettings(), TimeProvider.System);
        Queries = new NodeQueries(adapter, project.Templates, new RunSettings());
    }

    internal string Folder { get; }

    internal SqlProject Project { get; }

    internal DuckDbAdapter Adapter { get; }

    internal NodeRunner Runner { get; }

    internal NodeQueries Queries { get; }

    internal static async Task<ProjectBench> OpenAsync(params (string Path, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-project-").FullName;
        (string, string)[] all =
        [
            ("dbt_project.yml", "name: proj\nprofile: case\n"),
            ("profiles.yml", $"case:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: {Path.Combine(folder, "case.duckdb")}\n"),
            .. files,
        ];
        foreach (var (path, text) in all)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, text);
        }

        var found = new DiagnosticBag();
        var project = SqlProject.Load(new ProjectOptions { ProjectFolder = folder, ProfilesFolder = folder, Builtins = DuckDbBuiltins.Instance }, found);
        Assert.True(project is not null && !found.HasErrors, string.Join('\n', found.ToSorted()));
        var adapter = await DuckDbAdapter.OpenAsync(project.Target, new SourceText("profiles.yml", ""), [folder], CancellationToken.None);
        return new ProjectBench(folder, project, adapter);
    }

    internal SqlNode Node(string name) => Project.Nodes.Single(node => node.Name == name);

    internal Task<StepResult> TryBuildAsync(string name) => Runner.RunAsync(
        Node(name),
        new StepContext { Run = RunId.New(TimeProvider.System), Step = new StepKey(new AssetKey(Node(name).UniqueId), PartitionKey.None) },
        CancellationToken.None);

    internal async Task<StepResult> BuildAsync(string name)
    {
        var result = await TryBuildAsync(name);
        Assert.True(result.Status == StepStatus.Succeeded, string.Join('\n', result.Diagnostics));
        return result;
    }

    internal async Task<string[]> RowsAsync(string sql)
    {
        await using var session = await Adapter.OpenSessionAsync(CancellationToken.None);
        var result = await session.RunAsync(() => session.Query(sql, CancellationToken.None), CancellationToken.None);
        return [.. result.Rows.Select(row => string.Join('|', row.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture))))];
    }

    public async ValueTask DisposeAsync()
    {
        await Adapter.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
