using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Sql.Compilation;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Tests;

/// <summary>A project in a folder of its own that is deleted with it.</summary>
internal sealed class TestProject : IDisposable
{
    internal const string Profile = """
        case:
          target: dev
          outputs:
            dev: { type: duckdb, path: case.duckdb, threads: 1 }
            prod: { type: duckdb, path: case.duckdb, schema: live, threads: 4 }
        """;

    internal TestProject()
    {
        Folder = Directory.CreateTempSubdirectory("sluice-sql-").FullName;
        Add("profiles.yml", Profile);
    }

    internal string Folder { get; }

    internal DiagnosticBag Diagnostics { get; } = new();

    /// <summary>A project of the given files; dbt_project.yml has a name and a profile unless it is among them.</summary>
    internal static TestProject Of(params ReadOnlySpan<(string Path, string Text)> files)
    {
        var project = new TestProject().Add("dbt_project.yml", "name: proj\nprofile: case\n");
        foreach (var (path, text) in files)
        {
            project.Add(path, text);
        }

        return project;
    }

    internal TestProject Add(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    internal SqlProject? TryLoad(
        string? vars = null, string? target = null, IReadOnlyDictionary<string, string>? environment = null, bool checkVersion = true, Invocation? invocation = null,
        params ImmutableArray<string> overrides) =>
        SqlProject.Load(
            new ProjectOptions
            {
                ProjectFolder = Folder,
                ProfilesFolder = Folder,
                Builtins = new FakeBuiltins(),
                Vars = vars,
                Target = target,
                CheckVersion = checkVersion,
                Overrides = [.. overrides.Select(text => new SettingOverride(text, "--set"))],
                Invocation = (invocation ?? new Invocation()) with { Environment = name => environment?.GetValueOrDefault(name) },
            },
            Diagnostics);

    internal SqlProject Load(
        string? vars = null, string? target = null, IReadOnlyDictionary<string, string>? environment = null, Invocation? invocation = null)
    {
        var project = TryLoad(vars, target, environment, invocation: invocation);
        Assert.True(project is not null, Report());
        return project;
    }

    /// <summary>Everything that was found wrong, as the user reads it.</summary>
    internal string Report() => string.Join('\n', Diagnostics.ToSorted()) + "\n";

    internal static SqlNode Node(SqlProject project, string name) =>
        project.Nodes.Concat(project.Disabled).Single(node => node.Name == name || node.UniqueId == name);

    internal static string Compile(SqlProject project, string name, string? partition = null, IRuntimeNames? names = null) =>
        ((ProjectTemplates)project.Templates).Compile(
            Node(project, name), new PartitionKey(partition), fullRefresh: false, names ?? new FakeBuiltins(), CancellationToken.None).Sql;

    internal static ImmutableArray<string> DependenciesOf(SqlProject project, string name) =>
        [.. Node(project, name).Dependencies.Select(dependency => $"{dependency.UniqueId} {dependency.Mapping}")];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
