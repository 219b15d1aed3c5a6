using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Sql.Graph;

namespace Sluice.Sql.Tests.Graph;

/// <summary>What changes the code version of an asset, and what does not.</summary>
public sealed class CodeVersionTests
{
    private const string Model = "{{ config(materialized='table') }}select {{ cents('x') }} as x, {{ var('rate', 1) }} as r from 'data/in.csv' join {{ ref('e') }} using (x)";

    [Theory]
    [InlineData("nothing", false)]
    [InlineData("model", true)]
    [InlineData("macro", true)]
    [InlineData("inner macro", true)]
    [InlineData("dispatched macro", true)]
    [InlineData("other macro", false)]
    [InlineData("var", true)]
    [InlineData("other var", false)]
    [InlineData("target", true)]
    [InlineData("ephemeral parent", true)]
    [InlineData("file", true)]
    [InlineData("description", false)]
    [InlineData("tag", false)]
    [InlineData("config", true)]
    [InlineData("line breaks", false)]
    public void A_version_changes_with_what_can_change_the_result(string change, bool changes)
    {
        using var folder = TestProject.Of(
            ("models/a.sql", Model + "\n-- end"), ("models/e.sql", "{{ config(materialized='ephemeral') }}select 1 as x"), ("data/in.csv", "x\n1\n"),
            ("macros/m.sql", "{% macro cents(c) %}{{ inner_one(c) }} {{ adapter.dispatch('spread')(c) }}{% endmacro %}"),
            ("macros/n.sql", "{% macro inner_one(c) %}{{ c }}{% endmacro %}"), ("macros/d.sql", "{% macro default__spread(c) %}{{ c }}{% endmacro %}"),
            ("macros/o.sql", "{% macro other() %}1{% endmacro %}"));
        var before = VersionOf(folder, null, null);

        _ = change switch
        {
            "model" => folder.Add("models/a.sql", Model + " limit 1"),
            "macro" => folder.Add("macros/m.sql", "{% macro cents(c) %}{{ inner_one(c) }} + 1 {{ adapter.dispatch('spread')(c) }}{% endmacro %}"),
            "inner macro" => folder.Add("macros/n.sql", "{% macro inner_one(c) %}{{ c }} * 2{% endmacro %}"),
            "dispatched macro" => folder.Add("macros/d.sql", "{% macro default__spread(c) %}{{ c }} * 2{% endmacro %}"),
            "other macro" => folder.Add("macros/o.sql", "{% macro other() %}2{% endmacro %}"),
            "ephemeral parent" => folder.Add("models/e.sql", "{{ config(materialized='ephemeral') }}select 2 as x"),
            "file" => folder.Add("data/in.csv", "x\n1\n2\n"),
            "description" => folder.Add("models/p.yml", "models: [{ name: a, description: new }]\n"),
            "tag" => folder.Add("models/p.yml", "models: [{ name: a, config: { tags: [new] } }]\n"),
            "config" => folder.Add("models/p.yml", "models: [{ name: a, config: { unique_key: x } }]\n"),
            "line breaks" => folder.Add("models/a.sql", (Model + "\n-- end").Replace("\n", "\r\n", StringComparison.Ordinal)),
            _ => folder,
        };
        var after = VersionOf(folder, change == "var" ? "{rate: 2}" : change == "other var" ? "{nothing: 2}" : null, change == "target" ? "prod" : null);

        Assert.Equal(changes, before != after);
    }

    [Fact]
    public void Each_partition_has_a_version_and_one_more_year_changes_none()
    {
        using var folder = TestProject.Of(
            ("sluice.yml", "partitions:\n  year: { range: [2025, \"{{ var('last', 2026) }}\"], var: year }\n"),
            ("models/a.sql", "{{ config(materialized='table', partition_by='year') }}select {{ var('year') }} as year"));

        var asset = Asset(folder, null, null);
        var longer = Asset(folder, "{last: 2030}", null);

        Assert.NotEqual(asset.CodeVersion(new PartitionKey("2025")), asset.CodeVersion(new PartitionKey("2026")));
        Assert.Equal(asset.CodeVersion(new PartitionKey("2025")), longer.CodeVersion(new PartitionKey("2025")));
    }

    [Fact]
    public void Reading_a_table_that_others_fill_always_runs_and_reading_a_file_does_not()
    {
        using var folder = TestProject.Of(
            ("models/s.yml", "sources:\n  - name: raw\n    tables:\n      - name: t\n      - { name: f, config: { meta: { external_location: 'data/f.csv' } } }\n"),
            ("models/a.sql", "select * from {{ source('raw', 't') }}"), ("models/b.sql", "select * from {{ source('raw', 'f') }}"));
        var assets = Assets(folder, null, null);

        Assert.True(assets.Single(asset => asset.Name == "a").AlwaysRuns);
        Assert.False(assets.Single(asset => asset.Name == "b").AlwaysRuns);
    }

    private static string VersionOf(TestProject folder, string? vars, string? target) => Asset(folder, vars, target).CodeVersion(PartitionKey.None);

    private static AssetDefinition Asset(TestProject folder, string? vars, string? target) => Assets(folder, vars, target).Single(asset => asset.Name == "a");

    private static IEnumerable<AssetDefinition> Assets(TestProject folder, string? vars, string? target) =>
        ProjectAssets.Create(folder.Load(vars, target), NoRunner.Instance, NoRunner.Instance, new DiagnosticBag()).Assets;
}
