using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>What <c>sluice init</c> writes runs at once, and shows every command on the way.</summary>
public sealed class StarterProjectTests
{
    [Fact]
    public async Task It_builds_its_tests_hold_and_the_second_build_has_nothing_to_do()
    {
        using var folder = ProjectFolder.Empty();
        (await folder.RunAsync("init", "shop")).Ends(0);
        var shop = folder.Path("shop");

        var first = await SluiceProcess.RunAsync(shop, null, "build");
        var second = await SluiceProcess.RunAsync(shop, null, "build");

        first.Ends(0);
        Assert.Contains("ERROR=0", first.Error, StringComparison.Ordinal);
        second.Ends(0);
        var rows = await Database.RowsAsync(Path.Combine(shop, "shop.duckdb"), "select order_year, closing_points from year_summary order by 1");
        Assert.Equal(["2023|55", "2024|192", "2025|247"], rows);
        Assert.True(File.Exists(Path.Combine(shop, "target", "run_results.json")));
    }

    [Fact]
    public async Task It_runs_without_a_build_before_because_run_loads_the_seeds_that_models_read()
    {
        using var folder = ProjectFolder.Empty();
        (await folder.RunAsync("init", "shop")).Ends(0);

        var result = await SluiceProcess.RunAsync(folder.Path("shop"), null, "run");

        result.Ends(0);
        Golden.Check("starter-run.txt", Masked.Text(SortedSteps(result.Error), folder));
    }

    [Fact]
    public async Task An_existing_project_is_not_overwritten()
    {
        using var folder = ProjectFolder.Empty();
        (await folder.RunAsync("init", "shop")).Ends(0);
        folder.Write("shop/sluice.yml", "mine");

        var result = await folder.RunAsync("init", "shop");

        result.Ends(2);
        Assert.Equal("mine", folder.Read("shop/sluice.yml"));
        Assert.Contains("SLUICE5008", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_folder_without_a_name_the_project_is_named_after_the_folder()
    {
        using var folder = ProjectFolder.Empty();
        Directory.CreateDirectory(folder.Path("My Shop"));

        var result = await SluiceProcess.RunAsync(folder.Path("My Shop"), null, "init");

        result.Ends(0);
        Assert.StartsWith("name: my_shop\n", folder.Read("My Shop/dbt_project.yml"), StringComparison.Ordinal);
        var built = await SluiceProcess.RunAsync(folder.Path("My Shop"), null, "build");
        Assert.Contains("ERROR=0", built.Ends(0).Error, StringComparison.Ordinal);
    }

    // Steps run side by side, so their lines come in any order.
    private static string SortedSteps(string text)
    {
        var lines = text.Split('\n');
        var steps = lines.Where(IsStep).Select(line => line[line.IndexOf(" of ", StringComparison.Ordinal)..]).Order(StringComparer.Ordinal).ToQueue();
        return string.Join('\n', lines.Select(line => IsStep(line) ? steps.Dequeue() : line));
    }

    private static bool IsStep(string line) => line.TrimStart() is [>= '0' and <= '9', ..] && line.Contains(" of ", StringComparison.Ordinal);
}

internal static class QueueExtensions
{
    internal static Queue<T> ToQueue<T>(this IEnumerable<T> items) => new(items);
}
