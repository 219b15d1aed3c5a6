using System.Runtime.CompilerServices;
using Sluice.Cli.Invocation;

namespace Sluice.Conformance.Dbt;

/// <summary>A project with something of every kind: its artifacts fit their schemas.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class WholeProjectTests
{
    [Theory]
    [InlineData("parse", "manifest.json")]
    [InlineData("build", "manifest.json", "run_results.json")]
    [InlineData("docs generate", "manifest.json", "catalog.json")]
    [InlineData("source freshness", "sources.json")]
    public async Task Artifacts_of_a_project_with_every_kind_of_resource_fit_their_schemas(string command, params string[] names)
    {
        using var project = new TemporaryProject("whole");
        Assert.Equal(0, (await project.RunAsync("seed")).Exit);

        var call = await project.RunAsync(command.Split(' '));

        Assert.True(call.Exit == 0, call.Error);
        foreach (var name in names)
        {
            Assert.Empty(ArtifactSchema.Check(name, project.ReadTarget(name)));
        }
    }
}

/// <summary>A copy of a folder of <c>projects</c> that commands run in.</summary>
internal sealed class TemporaryProject : IDisposable
{
    internal TemporaryProject(string name)
    {
        var from = Path.Combine(Here(), "projects", name);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(Folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        Environment.CurrentDirectory = Folder;
    }

    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.CreateVersion7():N}");

    internal string ReadTarget(string name) => File.ReadAllText(Path.Combine(Folder, "target", name));

    internal async Task<CaseCall> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost { Output = output, Error = error, StartFolder = Folder, Environment = _ => null };
        var exit = await SluiceCommandLine.RunAsync(arguments, host, CancellationToken.None);
        return new CaseCall(exit, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = Path.GetTempPath();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
