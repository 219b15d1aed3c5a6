using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>Partitions of several dimensions: a year of a region follows the year before in that region.</summary>
public sealed class DimensionTests
{
    [Fact]
    public async Task Each_region_goes_through_its_years_and_a_new_region_is_all_that_is_built()
    {
        using var folder = Project("north, south");

        (await folder.RunAsync("run")).Ends(0);
        Assert.Equal(["2024|north|5|10", "2024|south|5|10", "2025|north|6|20", "2025|south|6|20"], await RowsAsync(folder));
        Assert.Equal(["2024|2", "2025|2"], await Database.RowsAsync(folder.Database, "select year, regions from per_year order by year"));

        folder.Write("sluice.yml", Settings("north, south, west"));
        var second = (await folder.RunAsync("run")).Ends(0);
        Assert.Equal(["2024|west|5|10", "2025|west|6|20"], (await RowsAsync(folder)).Where(row => row.Contains("west", StringComparison.Ordinal)));
        Assert.Equal(["2024|3", "2025|3"], await Database.RowsAsync(folder.Database, "select year, regions from per_year order by year"));
        Assert.DoesNotContain("sales[2025+north]", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_partition_can_be_built_alone_and_leaves_the_others_as_they_are()
    {
        using var folder = Project("north, south");
        (await folder.RunAsync("run")).Ends(0);
        await Database.RowsAsync(folder.Database, "update sales set amount = 0");

        (await folder.RunAsync("run", "--select", "sales", "--partition", "2024+south", "--force")).Ends(0);

        Assert.Equal(["2024|north|5|0", "2024|south|5|10", "2025|north|6|0", "2025|south|6|0"], await RowsAsync(folder));
    }

    [Fact]
    public async Task Rows_of_another_partition_are_refused_whichever_dimension_they_miss()
    {
        using var folder = Project("north, south").Write("models/sales.sql", "{{ config(materialized='table', partition_by='cell') }}select {{ partition.year }} as year, 'north' as region, 1 as price, 2 as amount");

        var call = (await folder.RunAsync("run", "--select", "+sales")).Ends(1);

        Assert.Contains("2024+south", call.Error, StringComparison.Ordinal);
        Assert.Contains("year, region", call.Error, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<string>> RowsAsync(ProjectFolder folder) =>
        Database.RowsAsync(folder.Database, "select year, region, price, amount from sales order by all");

    private static string Settings(string regions) => $$"""
        name: toy
        partitions:
          year: { range: [2024, 2025], var: current_year }
          region: { keys: [{{regions}}] }
          cell: { dimensions: [year, region] }

        """;

    private static ProjectFolder Project(string regions) => ProjectFolder.Toy(
        ("dbt_project.yml", "name: toy\nprofile: toy\n"),
        ("sluice.yml", Settings(regions)),
        ("models/prices.sql", "{{ config(materialized='table', partition_by='year') }}select {{ partition.key }} as year, 5 + {{ partition.index }} as price"),
        ("models/sales.sql", """
            {{ config(materialized='table', partition_by='cell') }}
            select {{ partition.year }} as year, '{{ partition.region }}' as region, price,
            {% if partition.first %} 10 as amount from {{ ref('prices') }}
            {% else %} before.amount * 2 as amount from {{ ref('prices') }}, (select amount from {{ prev('sales') }}) as before
            {% endif %}

            """),
        ("models/per_year.sql", "{{ config(materialized='table', partition_by='year') }}select {{ partition.key }} as year, count(distinct region) as regions from {{ ref('sales') }}"));
}
