using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>What sluice.yml says may be said elsewhere for one call; which value counts, and why, is shown.</summary>
public sealed class ConfigTests
{
    [Fact]
    public async Task Values_are_shown_with_where_they_come_from()
    {
        using var folder = Project();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["SLUICE_SET"] = "settings.threads=3; stage.first.parallel=5" };

        var text = (await folder.RunWithAsync(environment, "config", "--set", "stage.first.parallel=8", "--set", "partitions.year.range=[2024, 2025]")).Ends(0);
        var json = (await folder.RunAsync("config", "--output", "json")).Ends(0);

        Golden.Check("config.txt", text.Output);
        Golden.Check("config.json.txt", json.Output);
    }

    [Fact]
    public async Task A_value_that_is_set_counts_in_a_run()
    {
        using var folder = Project();

        (await folder.RunAsync("run", "--set", "partitions.year.range=[2024, 2025]")).Ends(0);

        Assert.Equal(["2024", "2025"], await Database.RowsAsync(folder.Database, "select distinct year from growth order by 1"));
    }

    [Theory]
    [InlineData("stage.frist.parallel=8", "stage")]
    [InlineData("stage.first.paralel=8", "key")]
    [InlineData("stage.first.parallel=many", "value")]
    [InlineData("setings.threads=8", "root")]
    [InlineData("parallel", "nothing")]
    [InlineData("workflow.for_each.x=1", "no-mapping")]
    public async Task What_cannot_be_set_is_told_at_its_place_in_what_was_given(string set, string name)
    {
        using var folder = Project();

        var result = (await folder.RunAsync("config", "--set", set)).Ends(2);

        Golden.Check($"config-{name}.txt", result.Error);
    }

    private static ProjectFolder Project() => Projects.Growth().Write("sluice.yml", """
        name: toy
        partitions:
          year: { range: [2024, 2028] }
        workflow:
          for_each: year
          stages:
            - name: first
              select: growth
              parallel: 2

        """);
}
