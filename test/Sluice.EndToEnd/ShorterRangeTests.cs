using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>A range of partitions that was longer once: the rows of the keys that are gone stay in their tables, and nobody reads them.</summary>
public sealed class ShorterRangeTests
{
    private const string Range = "name: toy\npartitions:\n  year: { range: [2024, \"{{ var('last', 2028) }}\"] }\n";

    [Fact]
    public async Task Models_and_tests_without_partitions_read_the_declared_years_alone()
    {
        using var folder = Shrinking();
        (await folder.RunAsync("build")).Ends(0);

        var shorter = await folder.RunAsync("build", "--vars", "{last: 2026}");

        shorter.Ends(0);
        Assert.Contains("PASS=5 ", shorter.Error, StringComparison.Ordinal);
        Assert.Equal(["2024|300", "2025|600", "2026|1200"], await Database.RowsAsync(folder.Database, "select year, amount::integer from total order by year"));
        Assert.Equal("3", await Database.ScalarAsync(folder.Database, "select count(*) from years"));
        Assert.Equal("5", await Database.ScalarAsync(folder.Database, "select count(distinct year) from growth"));
        Assert.Equal("year,amount\n2024,300.0\n2025,600.0\n2026,1200.0\n", folder.Read("target/growth.csv"));
    }

    [Fact]
    public async Task What_was_built_once_is_still_there_when_the_range_grows_again()
    {
        using var folder = Shrinking();
        (await folder.RunAsync("run")).Ends(0);
        (await folder.RunAsync("run", "--vars", "{last: 2026}")).Ends(0);

        var longer = await folder.RunAsync("plan");

        var last = Assert.Single(longer.Ends(0).Output.Split('\n'), line => line.Contains("growth[2028]", StringComparison.Ordinal));
        Assert.Contains("unchanged", last, StringComparison.Ordinal);
        (await folder.RunAsync("run")).Ends(0);
        Assert.Equal("5", await Database.ScalarAsync(folder.Database, "select count(*) from total"));
    }

    [Fact]
    public async Task A_query_that_is_shown_reads_the_declared_years_alone()
    {
        using var folder = Shrinking();
        (await folder.RunAsync("run")).Ends(0);

        var shown = await folder.RunAsync(
            "show", "--vars", "{last: 2025}", "--inline", "select count(distinct year) as years from {{ ref('growth') }}", "--output", "json");

        Assert.Contains("\"years\": 2", shown.Ends(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_reaches_the_table_itself()
    {
        using var folder = Shrinking();
        (await folder.RunAsync("run")).Ends(0);
        folder.Write("dbt_project.yml", "name: toy\nprofile: toy\non-run-end: \"delete from {{ ref('growth') }} where year > 2026\"\n");

        (await folder.RunAsync("run", "--vars", "{last: 2026}")).Ends(0);

        Assert.Equal("3", await Database.ScalarAsync(folder.Database, "select count(distinct year) from growth"));
    }

    private static ProjectFolder Shrinking()
    {
        var folder = Projects.Growth();
        folder.Write("sluice.yml", Range + "reports:\n  growth: { model: sums, path: growth.csv, format: csv }\n");
        folder.Write("models/years.sql", "{{ config(materialized='view') }}\nselect distinct year from {{ ref('growth') }}\n");
        folder.Write("models/sums.sql", "{{ config(materialized='view') }}\nselect g.year, sum(g.amount)::double as amount from {{ ref('growth') }} as g group by all order by all\n");
        folder.Write("models/models.yml", "models:\n  - name: growth\n    columns:\n      - { name: year, tests: [{ accepted_values: { arguments: { values: [2024, 2025, 2026, 2027, 2028], quote: false } } }] }\n");
        folder.Write("tests/last.sql", "select * from {{ ref('growth') }} where year > {{ var('last', 2028) }}\n");
        return folder;
    }
}
