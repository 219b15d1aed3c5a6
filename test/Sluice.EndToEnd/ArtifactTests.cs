using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>The files that dbt's tools read. The keys are those of the published schemas: manifest v12, run_results v6, catalog v1.</summary>
public sealed class ArtifactTests
{
    private const string Identity = "name resource_type package_name path original_file_path unique_id fqn";

    private const string Parsed = $"{Identity} database schema alias checksum config tags description columns meta group docs patch_path build_path " +
        "unrendered_config created_at relation_name raw_code doc_blocks";

    private const string Template = $"{Parsed} language refs sources metrics functions depends_on compiled_path contract";

    private const string Compiled = $"{Template} compiled compiled_code extra_ctes_injected extra_ctes";

    private const string Model = "access constraints version latest_version deprecation_date primary_key time_spine";

    private const string NodeConfig = "enabled alias schema database tags meta group materialized incremental_strategy batch_size lookback begin persist_docs post-hook pre-hook " +
        "quoting column_types full_refresh unique_key on_schema_change on_configuration_change grants packages docs contract event_time concurrent_batches";

    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["nodes/model.toy.mart"] = $"{Compiled} {Model}",
        ["nodes/model.toy.mart/config"] = $"{NodeConfig} access freshness",
        ["nodes/model.toy.mart/columns/id"] = "name description meta data_type constraints quote config tags granularity doc_blocks",
        ["nodes/model.toy.mart/depends_on"] = "macros nodes",
        ["nodes/model.toy.mart/contract"] = "enforced alias_types checksum",
        ["nodes/model.toy.mart/refs[0]"] = "name package version",
        ["nodes/seed.toy.raw"] = $"{Parsed} root_path depends_on",
        ["nodes/seed.toy.raw/config"] = $"{NodeConfig} delimiter quote_columns",
        ["nodes/seed.toy.raw/depends_on"] = "macros",
        ["nodes/test.toy.unique_mart_id.0"] = $"{Compiled} column_name file_key_name attached_node test_metadata",
        ["nodes/test.toy.unique_mart_id.0/test_metadata"] = "name kwargs namespace",
        ["nodes/test.toy.unique_mart_id.0/config"] = "enabled alias schema database tags meta group materialized severity store_failures store_failures_as where limit fail_calc warn_if error_if",
        ["nodes/test.toy.none_negative"] = Compiled,
        ["nodes/analysis.toy.look"] = Template,
        ["nodes/operation.toy.toy-on-run-start-0"] = $"{Compiled} index",
        ["sources/source.toy.ext.t"] = $"{Identity} database schema source_name source_description loader identifier quoting loaded_at_field loaded_at_query freshness external " +
            "description columns meta source_meta tags config patch_path unrendered_config relation_name created_at unrendered_database unrendered_schema doc_blocks",
        ["sources/source.toy.ext.t/freshness"] = "warn_after error_after filter",
        ["macros/macro.toy.twice"] = "name resource_type package_name path original_file_path unique_id macro_sql depends_on description meta docs config patch_path arguments created_at supported_languages",
        ["docs/doc.toy.about"] = "name resource_type package_name path original_file_path unique_id block_contents",
        ["exposures/exposure.toy.board"] = $"{Identity} type owner description label maturity meta tags config unrendered_config url depends_on refs sources metrics functions created_at",
        ["groups/group.toy.fin"] = "name resource_type package_name path original_file_path unique_id owner description config",
        ["metadata"] = "dbt_schema_version dbt_version generated_at invocation_id invocation_started_at env project_name project_id user_id send_anonymous_usage_stats adapter_type quoting run_started_at",
    };

    private static ProjectFolder Shop() => ProjectFolder.Toy(
        ("seeds/raw.csv", "id,price\n1,1.5\n2,\n"),
        ("models/mart.sql", "{{ config(materialized='table', group='fin') }}\nselect id, {{ twice('price') }} as price from {{ ref('raw') }}\n"),
        ("models/shut.sql", "{{ config(enabled=false) }} select 1 as id"),
        ("models/notes.md", "{% docs about %}All of *it*.{% enddocs %}"),
        ("models/schema.yml", """
            groups:
              - name: fin
                owner: {name: Finance, email: fin@example.com}
            models:
              - name: mart
                description: "{{ doc('about') }}"
                columns:
                  - name: id
                    description: "The key </script>"
                    data_tests: [unique, not_null]
            sources:
              - name: ext
                tables: [{name: t}]
            exposures:
              - name: board
                type: dashboard
                owner: {name: Ann}
                depends_on: [ref('mart')]
            """),
        ("macros/twice.sql", "{% macro twice(x) %}{{ once(x) }} * 2{% endmacro %}{% macro once(x) %}{{ x }}{% endmacro %}"),
        ("macros/macros.yml", "macros:\n  - name: twice\n    description: Doubles.\n    arguments: [{name: x, type: column, description: what}]\n"),
        ("tests/none_negative.sql", "select * from {{ ref('mart') }} where price < 0"),
        ("analyses/look.sql", "select count(*) from {{ ref('mart') }}"),
        ("dbt_project.yml", "name: toy\nversion: '1.0'\nprofile: toy\non-run-start: select 1\n"));

    [Fact]
    public async Task A_manifest_has_every_key_of_the_published_schema_for_every_kind_of_node()
    {
        using var folder = Shop();

        (await folder.RunAsync("build")).Ends(0);

        using var manifest = JsonDocument.Parse(folder.Read("target/manifest.json"));
        Assert.Equal(
            "metadata nodes sources macros docs exposures metrics groups selectors disabled parent_map child_map group_map saved_queries semantic_models unit_tests functions".Split(' ').Order(StringComparer.Ordinal),
            manifest.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Keys.Select(pair => Line(pair.Key, pair.Value.Split(' '))), Keys.Keys.Select(path => Line(path, Found(manifest.RootElement, path))));
    }

    [Fact]
    public async Task A_manifest_tells_who_reads_whom_who_owns_what_and_what_is_switched_off()
    {
        using var folder = Shop();

        (await folder.RunAsync("parse")).Ends(0);

        using var manifest = JsonDocument.Parse(folder.Read("target/manifest.json"));
        var root = manifest.RootElement;
        Assert.Equal("""["seed.toy.raw"]""", root.GetProperty("parent_map").GetProperty("model.toy.mart").GetRawText());
        Assert.Equal("""["model.toy.mart"]""", root.GetProperty("child_map").GetProperty("seed.toy.raw").GetRawText());
        Assert.Equal("""{"fin":["model.toy.mart"]}""", root.GetProperty("group_map").GetRawText());
        Assert.Equal("model.toy.shut", root.GetProperty("disabled").EnumerateObject().Single().Name);
        Assert.Equal("All of *it*.", root.GetProperty("nodes").GetProperty("model.toy.mart").GetProperty("description").GetString());
        Assert.Equal("""["id"]""", root.GetProperty("nodes").GetProperty("model.toy.mart").GetProperty("primary_key").GetRawText());
        Assert.Equal("""{"macros":["macro.toy.once"]}""", root.GetProperty("macros").GetProperty("macro.toy.twice").GetProperty("depends_on").GetRawText());
        Assert.False(File.Exists(folder.Path("target/run_results.json")));
    }

    [Fact]
    public async Task Selectors_metrics_and_semantic_models_are_kept_in_the_manifest()
    {
        using var folder = Shop();
        folder.Write("selectors.yml", "selectors:\n  - name: nightly\n    definition: {method: tag, value: nightly}\n");
        folder.Write("models/semantic.yml", """
            semantic_models:
              - name: sales
                model: ref('mart')
                entities: [{name: id, type: primary}]
                measures: [{name: total, agg: sum, expr: price}]
            metrics:
              - name: revenue
                label: Revenue
                type: simple
                type_params: {measure: total}
            """);

        (await folder.RunAsync("parse")).Ends(0);

        using var manifest = JsonDocument.Parse(folder.Read("target/manifest.json"));
        var root = manifest.RootElement;
        Assert.Equal("""{"nightly":{"name":"nightly","definition":{"method":"tag","value":"nightly"}}}""", root.GetProperty("selectors").GetRawText());
        var model = root.GetProperty("semantic_models").GetProperty("semantic_model.toy.sales");
        Assert.Equal("mart", Text(model.GetProperty("node_relation"), "alias"));
        Assert.Equal("""{"macros":[],"nodes":["model.toy.mart"]}""", model.GetProperty("depends_on").GetRawText());
        var metric = root.GetProperty("metrics").GetProperty("metric.toy.revenue");
        Assert.Equal("""{"macros":[],"nodes":["semantic_model.toy.sales"]}""", metric.GetProperty("depends_on").GetRawText());
    }

    [Fact]
    public async Task Results_and_manifest_of_one_command_have_one_invocation_and_exposures_and_hooks_have_results()
    {
        using var folder = Shop();

        (await folder.RunAsync("build", "--full-refresh", "--exclude", "none_negative")).Ends(0);

        using var manifest = JsonDocument.Parse(folder.Read("target/manifest.json"));
        using var results = JsonDocument.Parse(folder.Read("target/run_results.json"));
        Assert.Equal(Text(manifest.RootElement.GetProperty("metadata"), "invocation_id"), Text(results.RootElement.GetProperty("metadata"), "invocation_id"));
        var statuses = results.RootElement.GetProperty("results").EnumerateArray().ToDictionary(result => Text(result, "unique_id")!, result => Text(result, "status"), StringComparer.Ordinal);
        Assert.Equal("no-op", statuses["exposure.toy.board"]);
        Assert.Equal("success", statuses["operation.toy.toy-on-run-start-0"]);
        var arguments = results.RootElement.GetProperty("args");
        Assert.Equal("build", Text(arguments, "which"));
        Assert.True(arguments.GetProperty("full_refresh").GetBoolean());
        Assert.Equal("""["none_negative"]""", arguments.GetProperty("exclude").GetRawText());
        Assert.Equal("target/compiled/toy/models/mart.sql", Text(manifest.RootElement.GetProperty("nodes").GetProperty("model.toy.mart"), "compiled_path"));
        Assert.True(File.Exists(folder.Path("target/compiled/toy/dbt_project.yml/hooks/toy-on-run-start-0.sql")));
    }

    [Fact]
    public async Task A_model_that_cannot_be_compiled_does_not_keep_others_from_it_and_the_command_fails()
    {
        using var folder = ProjectFolder.Toy(("models/a.sql", "select {{ undefined_macro() }}"), ("models/b.sql", "select 1 as id"));

        var result = (await folder.RunAsync("compile")).Ends(1);

        using var results = JsonDocument.Parse(folder.Read("target/run_results.json"));
        Assert.Equal(["error", "success"], results.RootElement.GetProperty("results").EnumerateArray().Select(item => Text(item, "status")));
        Assert.Contains("models/a.sql:1:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_write_json_leaves_the_target_folder_without_artifacts()
    {
        using var folder = Shop();

        (await folder.RunAsync("build", "--no-write-json")).Ends(0);

        Assert.False(File.Exists(folder.Path("target/manifest.json")));
        Assert.False(File.Exists(folder.Path("target/run_results.json")));
    }

    [Fact]
    public async Task Docs_generate_writes_the_columns_that_the_database_has_and_one_page_without_a_network()
    {
        using var folder = Shop();
        (await folder.RunAsync("build")).Ends(0);

        (await folder.RunAsync("docs", "generate")).Ends(0);

        using var catalog = JsonDocument.Parse(folder.Read("target/catalog.json"));
        var mart = catalog.RootElement.GetProperty("nodes").GetProperty("model.toy.mart");
        Assert.Equal("""{"type":"BASE TABLE","schema":"main","name":"mart","database":"toy","comment":null,"owner":null}""", mart.GetProperty("metadata").GetRawText());
        Assert.Equal("""{"id":{"type":"INTEGER","index":1,"name":"id","comment":null},"price":{"type":"DOUBLE","index":2,"name":"price","comment":null}}""", mart.GetProperty("columns").GetRawText());
        Assert.Equal("metadata nodes sources errors", string.Join(' ', catalog.RootElement.EnumerateObject().Select(member => member.Name)));
        var page = folder.Read("target/index.html");
        Assert.Contains("\"model.toy.mart\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The key </script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{style}}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docs_generate_without_compiling_and_without_the_database_still_writes_the_page()
    {
        using var folder = Shop();

        (await folder.RunAsync("docs", "generate", "--no-compile", "--empty-catalog")).Ends(0);

        using var catalog = JsonDocument.Parse(folder.Read("target/catalog.json"));
        Assert.Equal("{}", catalog.RootElement.GetProperty("nodes").GetRawText());
        Assert.True(File.Exists(folder.Path("target/index.html")));
        Assert.False(File.Exists(folder.Database));
    }

    [Fact]
    public async Task Docs_serve_without_a_page_says_what_writes_it()
    {
        using var folder = Shop();

        var result = (await folder.RunAsync("docs", "serve")).Ends(2);

        Assert.Contains("SLUICE5030", result.Error, StringComparison.Ordinal);
        Assert.Contains("sluice docs generate", result.Error, StringComparison.Ordinal);
    }

    private static string Line(string path, IEnumerable<string> keys) => $"{path}: {string.Join(' ', keys.Order(StringComparer.Ordinal))}";

    private static IEnumerable<string> Found(JsonElement root, string path)
    {
        foreach (var part in path.Split('/'))
        {
            root = part.EndsWith("[0]", StringComparison.Ordinal) ? root.GetProperty(part[..^3])[0]
                : part.EndsWith(".0", StringComparison.Ordinal) ? root.EnumerateObject().Single(member => member.Name.StartsWith(part[..^1], StringComparison.Ordinal)).Value
                : root.GetProperty(part);
        }

        return root.EnumerateObject().Select(member => member.Name);
    }

    private static string? Text(JsonElement element, string key) => element.GetProperty(key).GetString();
}
