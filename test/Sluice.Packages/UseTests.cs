namespace Sluice.Packages;

/// <summary>Somebody who has the packages and the SDK, and neither a clone nor npm.</summary>
public sealed class UseTests(PackedFolder packed)
{
    [Fact]
    public async Task A_project_of_the_template_runs_and_its_unit_tests_pass()
    {
        var template = Directory.EnumerateFiles(packed.Packages, "Sluice.Templates.*.nupkg").Single();
        var shop = Path.Combine(packed.Work, "Shop");

        await DotnetAsync(packed.Work, "new", "install", template);
        await DotnetAsync(packed.Work, "new", "sluice", "-o", shop, "--packages", packed.Packages);
        var files = Directory.EnumerateFiles(shop, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(shop, path).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();
        await DotnetAsync(shop, "build", "Shop.Tests", "--nologo", "-warnaserror");
        await DotnetAsync(shop, "run", "--no-build", "--", "run");
        var rows = await DotnetAsync(shop, "run", "--no-build", "--", "show", "--select", "totals", "--output", "json");
        var tests = await DotnetAsync(shop, "run", "--no-build", "--project", "Shop.Tests");

        Golden.Check("shop.txt", string.Join('\n', files) + "\n");
        Assert.Contains("12.5", rows, StringComparison.Ordinal);
        Assert.Matches("Total: 2, Errors: 0, Failed: 0, Skipped: 0", tests);
    }

    [Fact]
    public async Task The_tool_builds_a_project_of_sql()
    {
        var tools = Path.Combine(packed.Work, "tools");
        var sluice = Path.Combine(tools, OperatingSystem.IsWindows() ? "sluice.exe" : "sluice");

        await DotnetAsync(packed.Work, "tool", "install", "Sluice.Tool", "--tool-path", tools, "--source", packed.Packages);
        await Call.RunAsync(packed.Work, packed.Environment, sluice, "init", "market");
        await Call.RunAsync(Path.Combine(packed.Work, "market"), packed.Environment, sluice, "build");

        Assert.True(File.Exists(Path.Combine(packed.Work, "market", "market.duckdb")));
    }

    private Task<string> DotnetAsync(string folder, params IEnumerable<string> arguments) => Call.RunAsync(folder, packed.Environment, "dotnet", arguments);
}
