using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Graph;
using Sluice.Sql.Project;
using Sluice.Sql.Tests.Graph;

namespace Sluice.Sql.Tests;

/// <summary>The sample of the repository loads without a problem.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_workforce_sample_loads_without_a_warning()
    {
        var diagnostics = new DiagnosticBag();

        var project = Load(diagnostics);

        Assert.Equal("", string.Join('\n', diagnostics.ToSorted()));
        Assert.NotNull(project);
    }

    [Fact]
    public void Every_stage_of_the_workforce_sample_builds_something()
    {
        var diagnostics = new DiagnosticBag();
        var project = Load(diagnostics)!;

        var assets = ProjectAssets.Create(project, NoRunner.Instance, NoRunner.Instance, diagnostics);

        Assert.Equal("", string.Join('\n', diagnostics.ToSorted()));
        Assert.All(assets.Workflow!.Stages, stage => Assert.Contains(assets.Assets, asset => asset.Stage == stage.Name));
    }

    private static SqlProject? Load(DiagnosticBag diagnostics)
    {
        var sample = Clone.Path("samples", "workforce");
        return SqlProject.Load(
            new ProjectOptions { ProjectFolder = sample, ProfilesFolder = sample, Builtins = new FakeBuiltins(), Invocation = new Invocation() }, diagnostics);
    }
}
