using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>The graph as a person or a program sees it: what reads what, in which circles, and what nothing says.</summary>
public sealed class GraphTests
{
    private const string Yearly = "{{ config(materialized='table', partition_by='year') }}\n";

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("dot")]
    public async Task The_graph_is_a_table_or_json_or_a_drawing(string form)
    {
        using var folder = Projects.Growth();

        var graph = (await folder.RunAsync("graph", "--output", form)).Ends(0);

        Golden.Check($"graph.{form}.txt", graph.Output);
    }

    [Fact]
    public async Task Cycles_are_those_that_time_resolves_with_their_order_and_those_that_stay_with_what_opens_them()
    {
        using var folder = Projects.Growth();
        folder.Write("models/merit.sql", Yearly + "select {{ partition.key }} as year, 1 as id\n{% if not partition.first %}from {{ prev('snapshot_of_year') }}{% endif %}\n")
            .Write("models/snapshot_of_year.sql", Yearly + "select {{ partition.key }} as year, id from {{ ref('merit') }}\n")
            .Write("models/chicken.sql", Yearly + "select {{ partition.key }} as year, id from {{ ref('egg') }}\n")
            .Write("models/egg.sql", Yearly + "select {{ partition.key }} as year, id from {{ ref('nest') }}\n")
            .Write("models/nest.sql", Yearly + "select {{ partition.key }} as year, id from {{ ref('chicken') }}\n");

        var cycles = (await folder.RunAsync("graph", "cycles")).Ends(1);
        var json = (await folder.RunAsync("graph", "cycles", "--output", "json")).Ends(1);

        Golden.Check("graph-cycles.txt", cycles.Output);
        Assert.Equal([false, true, true], JsonDocument.Parse(json.Output).RootElement.EnumerateArray().Select(cycle => cycle.GetProperty("resolved").GetBoolean()));
    }

    [Fact]
    public async Task A_table_that_is_read_by_its_name_is_a_warning_at_that_name()
    {
        using var folder = ProjectFolder.Toy(
            ("models/orders.sql", "select 1 as id, 'é' as note\n"),
            ("models/customers.sql", "with orders as (select * from {{ ref('orders') }})\nselect id from orders\n"),
            ("models/inlined.sql", "{{ config(materialized='ephemeral') }}\nselect id from {{ ref('orders') }}\n"),
            ("models/fine.sql", "select id from {{ ref('inlined') }}\n"),
            ("models/report.sql", "with ids as (\n    select 'é' as é, id from main.ORDERS -- {{ this }}\n)\nselect ids.id from ids join customers using (id)\n"));

        var hidden = (await folder.RunAsync("graph", "hidden")).Ends(0);
        var compiled = (await folder.RunAsync("compile")).Ends(0);
        var json = (await folder.RunAsync("graph", "hidden", "--output", "json", "--select", "report")).Ends(0);

        Golden.Check("graph-hidden.txt", hidden.Error);
        Assert.Contains("warning SLUICE2110", compiled.Error, StringComparison.Ordinal);
        Assert.Equal([2, 4], JsonDocument.Parse(json.Output).RootElement.EnumerateArray().Select(one => one.GetProperty("line").GetInt32()));
    }
}
