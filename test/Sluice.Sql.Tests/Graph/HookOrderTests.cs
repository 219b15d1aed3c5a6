using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Sql.Graph;

namespace Sluice.Sql.Tests.Graph;

/// <summary>Hooks around a run, in the order in which the engine is given them.</summary>
public sealed class HookOrderTests
{
    [Fact]
    public void Hooks_run_in_the_order_of_the_file_however_many_there_are()
    {
        var hooks = string.Concat(Enumerable.Range(0, 12).Select(number => $"  - select {number}\n"));
        using var folder = TestProject.Of(("dbt_project.yml", $"name: proj\nprofile: case\non-run-start:\n{hooks}"));

        Assert.Equal(Enumerable.Range(0, 12).Select(number => $"proj-on-run-start-{number}"), Names(folder));
    }

    [Fact]
    public void Hooks_of_packages_come_before_those_of_the_project()
    {
        using var folder = TestProject.Of(
            ("dbt_project.yml", "name: proj\nprofile: case\non-run-start: select 1\n"),
            ("dbt_packages/zebra/dbt_project.yml", "name: zebra\non-run-start: [select 1, select 2]\n"),
            ("dbt_packages/ant/dbt_project.yml", "name: ant\non-run-start: select 1\n"));

        Assert.Equal(["ant-on-run-start-0", "zebra-on-run-start-0", "zebra-on-run-start-1", "proj-on-run-start-0"], Names(folder));
    }

    private static IEnumerable<string> Names(TestProject folder)
    {
        var diagnostics = new DiagnosticBag();
        return ProjectAssets.Create(folder.Load(), NoRunner.Instance, NoRunner.Instance, diagnostics).Assets.Where(asset => asset.Kind == AssetKind.Hook).Select(asset => asset.Name);
    }
}
