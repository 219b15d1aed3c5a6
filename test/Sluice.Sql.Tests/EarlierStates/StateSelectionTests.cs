using System.Text.Json.Nodes;
using Sluice.Diagnostics;
using Sluice.Sql.Selection;
using Sluice.Sql.State;

namespace Sluice.Sql.Tests.EarlierStates;

/// <summary><c>state:</c>, <c>result:</c> and <c>source_status:</c> against artifacts as dbt-core 1.11 writes them.</summary>
public sealed class StateSelectionTests
{
    private const string Sha256OfSeed = "0567c8a8f7b3a4bf8b3a6a0d24ea7b2e0a2d8f7f6b1d3f6d6d0d8f4e0ad0b7a5";

    private static readonly (string Path, string Text)[] Project =
    [
        ("models/orders.sql", "{{ config(tags=['x'], materialized='table', alias='orders_' ~ target.name) }}\nselect id, {{ cents('amount') }} as amount from {{ ref('raw') }}\n"),
        ("models/schema.yml", """
            models:
              - name: orders
                description: All orders.
                config: { persist_docs: { relation: true }, contract: { enforced: true } }
                columns:
                  - { name: id, data_type: integer, data_tests: [unique] }
                  - { name: amount, data_type: bigint, constraints: [{ type: not_null }] }
            sources:
              - name: shop
                schema: landing
                tables:
                  - { name: customers, loaded_at_field: at, freshness: { warn_after: { count: 1, period: day } } }
            """),
        ("seeds/raw.csv", "id,amount\n1,2\n"),
        ("macros/cents.sql", "{% macro cents(x) %}{{ scaled(x, 100) }}{% endmacro %}\n{% macro scaled(x, by) %}{{ x }} * {{ by }}{% endmacro %}\n"),
    ];

    [Fact]
    public void Nothing_is_modified_where_nothing_changed()
    {
        Assert.Equal("", Select("state:modified", _ => { }));
        Assert.Equal("", Select("state:new", _ => { }));
        Assert.Equal("orders raw customers unique_orders_id", Select("state:unmodified", _ => { }));
        Assert.Equal("orders raw customers unique_orders_id", Select("state:old", _ => { }));
    }

    [Theory]
    [InlineData("modified.body", "raw_code", "\"select 2 as id\"")]
    [InlineData("modified.configs", "unrendered_config", """{"tags": ["x"], "materialized": "view", "alias": "{{ 'orders_' ~ target.name }}", "persist_docs": {"relation": true}, "contract": {"enforced": true}}""")]
    [InlineData("modified.persisted_descriptions", "description", "\"Some orders.\"")]
    [InlineData("modified.contract", "columns", """{"id": {"name": "id", "data_type": "text", "constraints": []}, "amount": {"name": "amount", "data_type": "bigint", "constraints": [{"type": "not_null"}]}}""")]
    public void One_aspect_is_selected_by_its_name(string aspect, string member, string value)
    {
        void Change(JsonNode manifest) => manifest["nodes"]!["model.proj.orders"]![member] = JsonNode.Parse(value);

        Assert.Equal("orders", Select($"state:{aspect}", Change));
        Assert.Equal("orders", Select("state:modified", Change));
        foreach (var other in (string[])["modified.body", "modified.configs", "modified.persisted_descriptions", "modified.contract", "modified.macros", "modified.relation"])
        {
            Assert.Equal(other == aspect ? "orders" : "", Select($"state:{other}", Change));
        }
    }

    [Fact]
    public void A_macro_counts_through_other_macros()
    {
        static void Change(JsonNode manifest) => manifest["macros"]!["macro.proj.scaled"]!["macro_sql"] = "{% macro scaled(x, by) %}{{ x }}{% endmacro %}";

        Assert.Equal("orders", Select("state:modified.macros", Change));
        Assert.Equal("orders", Select("state:modified", Change));
    }

    [Fact]
    public void Tags_groups_and_line_endings_do_not_count()
    {
        Assert.Equal("", Select("state:modified", manifest =>
        {
            var orders = manifest["nodes"]!["model.proj.orders"]!;
            orders["unrendered_config"]!["tags"] = new JsonArray("y");
            orders["unrendered_config"]!["group"] = "finance";
            orders["raw_code"] = orders["raw_code"]!.GetValue<string>().Replace("\n", "\r\n", StringComparison.Ordinal);
        }));
    }

    [Fact]
    public void A_schema_that_is_configured_otherwise_is_another_relation()
    {
        static void Change(JsonNode manifest) => manifest["nodes"]!["model.proj.orders"]!["unrendered_config"]!["schema"] = "elsewhere";

        Assert.Equal("orders", Select("state:modified.relation", Change));
        Assert.Equal("", Select("state:modified.configs", Change));
    }

    [Fact]
    public void Of_a_source_its_place_and_its_freshness_count()
    {
        Assert.Equal("customers", Select("state:modified", manifest => manifest["sources"]!["source.proj.shop.customers"]!["schema"] = "elsewhere"));
        Assert.Equal("customers", Select("state:modified", manifest => manifest["sources"]!["source.proj.shop.customers"]!["freshness"]!["warn_after"]!["count"] = 2));
        Assert.Equal("", Select("state:modified", manifest => manifest["sources"]!["source.proj.shop.customers"]!["description"] = "other words"));
        Assert.Equal("", Select("state:modified", manifest => manifest["sources"]!.AsObject().Clear())); // dbt: a new source modifies nothing
        Assert.Equal("customers", Select("state:new", manifest => manifest["sources"]!.AsObject().Clear()));
    }

    [Fact]
    public void A_seed_counts_by_its_file()
    {
        Assert.Equal("raw", Select("state:modified.body", manifest => manifest["nodes"]!["seed.proj.raw"]!["checksum"]!["checksum"] = Sha256OfSeed));
    }

    [Fact]
    public void Gotcha_state_selects_no_macro_that_comes_with_the_engine()
    {
        Assert.Equal("", Select("state:modified", manifest => manifest["macros"]!["macro.dbt.test_unique"] = new JsonObject { ["macro_sql"] = "other words" }));
    }

    [Fact]
    public void Results_are_selected_by_their_status()
    {
        using var folder = Folder(_ => { });
        folder.Add("state/run_results.json", """
            {"metadata": {}, "args": {}, "elapsed_time": 1, "results": [
              {"unique_id": "model.proj.orders", "status": "error"}, {"unique_id": "seed.proj.raw", "status": "success"}]}
            """);

        Assert.Equal("orders", Select(folder, "result:error"));
        Assert.Equal("orders raw unique_orders_id", Select(folder, "result:success+ result:error"));
        Assert.Equal("raw", Select(folder, "1+result:error,result:success"));
    }

    [Fact]
    public void Sources_that_are_fresher_are_those_with_a_later_load_and_those_that_are_new()
    {
        using var folder = Folder(_ => { });
        folder.Add("state/sources.json", Loads("2026-11-20T10:00:00Z"));
        folder.Add("target/sources.json", Loads("2026-11-20T12:30:00+01:00"));
        var later = Select(folder, "source_status:fresher");
        folder.Add("target/sources.json", Loads("2026-11-20T11:00:00+01:00"));
        var same = Select(folder, "source_status:fresher");
        folder.Add("state/sources.json", """{"results": []}""");
        var added = Select(folder, "source_status:fresher");

        Assert.Equal(("customers", "", "customers"), (later, same, added));

        static string Loads(string at) => $$"""{"results": [{"unique_id": "source.proj.shop.customers", "status": "pass", "max_loaded_at": "{{at}}"}]}""";
    }

    [Theory]
    [InlineData("state:modifed")]
    [InlineData("result:sucess")]
    [InlineData("result:error")]
    [InlineData("source_status:fresher")]
    [InlineData("source_status:stale")]
    public void What_cannot_be_compared_is_an_error_with_a_hint(string select)
    {
        using var folder = Folder(_ => { });

        Select(folder, select);

        Golden.Check($"{select.Replace(':', '-')}.txt", folder.Report().Replace(folder.Folder, "<project>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("contract-columns", """{"columns": {"id": {"name": "id", "data_type": "text"}, "gone": {"name": "gone", "data_type": "date"}, "amount": {"name": "amount", "data_type": "bigint", "constraints": [{"type": "not_null"}, {"type": "check", "expression": "amount > 0"}]}}, "constraints": [{"type": "primary_key", "columns": ["id"]}]}""")]
    [InlineData("contract-versioned", """{"version": 2, "unique_id": "model.proj.orders_of_old"}""")]
    public void A_contract_that_is_broken_is_told_once(string name, string members)
    {
        using var folder = Folder(manifest =>
        {
            var orders = manifest["nodes"]!["model.proj.orders"]!.AsObject();
            foreach (var (key, value) in JsonNode.Parse(members)!.AsObject())
            {
                orders[key] = value?.DeepClone();
            }

            if (orders["version"] is not null)
            {
                manifest["nodes"]!.AsObject().Remove("model.proj.orders");
                manifest["nodes"]!["model.proj.orders.v2"] = orders.DeepClone();
            }
        });

        Select(folder, "state:modified state:modified.contract");

        Golden.Check($"{name}.txt", folder.Report().Replace(folder.Folder, "<project>", StringComparison.Ordinal));
    }

    [Fact]
    public void A_contract_that_only_gains_breaks_nothing()
    {
        Assert.Equal("orders", Select("state:modified.contract", manifest =>
            manifest["nodes"]!["model.proj.orders"]!["columns"]!.AsObject().Remove("amount")));
    }

    [Fact]
    public void A_manifest_that_is_cut_off_is_an_error_at_its_place()
    {
        using var folder = Folder(_ => { });
        folder.Add("state/manifest.json", "{\n  \"nodes\": {\"model.proj.a\": {\"name\":");

        var error = Assert.ThrowsAny<DiagnosticException>(() => Select(folder, "state:new"));

        Golden.Check("a-broken-manifest.txt", string.Join('\n', error.Diagnostics).Replace(folder.Folder, "<project>", StringComparison.Ordinal) + "\n");
    }

    private static string Select(string select, Action<JsonNode> change)
    {
        using var folder = Folder(change);
        var selected = Select(folder, select);
        Assert.False(folder.Diagnostics.HasErrors, folder.Report());
        return selected;
    }

    private static string Select(TestProject folder, string select)
    {
        var project = folder.Load();
        var comparison = new StateComparison(project, new EarlierState(Path.Combine(folder.Folder, "state")), new EarlierState(Path.Combine(folder.Folder, "target")));
        var request = new SelectionRequest { Select = [select], State = comparison, Indirect = IndirectSelection.Empty };
        return string.Join(' ', project.Selector.Select(request, folder.Diagnostics).Select(node => node.Name));
    }

    private static TestProject Folder(Action<JsonNode> change)
    {
        var folder = TestProject.Of(Project);
        var manifest = JsonNode.Parse(DbtManifest.Json)!;
        change(manifest);
        return folder.Add("state/manifest.json", manifest.ToJsonString());
    }
}
