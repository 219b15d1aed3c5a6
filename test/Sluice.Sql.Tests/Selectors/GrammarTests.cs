using Sluice.Sql.Selection;

namespace Sluice.Sql.Tests.Selectors;

/// <summary>The corners of the grammar of <c>--select</c>.</summary>
public sealed class GrammarTests
{
    private static readonly (string Path, string Text)[] Models =
    [
        ("models/staging/a.sql", "{{ config(tags=['first']) }}select 1 as id"),
        ("models/staging/b.sql", "select * from {{ ref('a') }}"),
        ("models/marts/c.sql", "{{ config(materialized='table', meta={'owner': {'team': 'x'}, 'levels': [1, 'two']}) }}select * from {{ ref('b') }}"),
        ("models/marts/d.sql", "select * from {{ ref('b') }}"),
        ("models/marts/off.sql", "{{ config(enabled=false) }}select 1 as id"),
        ("models/marts/schema.yml", "models:\n  - name: c\n    columns:\n      - { name: id, tags: [keys], data_tests: [not_null] }\n"),
    ];

    [Theory]
    [InlineData("@c", "a b c")] // a leaf and its ancestors
    [InlineData("@b", "a b c d")]
    [InlineData("1+c", "b c")]
    [InlineData("2+c", "a b c")]
    [InlineData("a+1", "a b")]
    [InlineData("1+b+1", "a b c d")]
    [InlineData("  a \t c  ", "a c")] // blanks inside of one argument
    [InlineData("a c,config.materialized:table", "a c")]
    [InlineData("staging", "a b")]
    [InlineData("staging.*", "a b")]
    [InlineData("proj.staging.*", "a b")]
    [InlineData("proj.*", "a b c d")]
    [InlineData("*.c", "c")]
    [InlineData("[ab]", "")] // a pattern of fqn is over what follows, and the package comes first
    [InlineData("fqn:a", "a")]
    [InlineData("models/staging", "a b")]
    [InlineData("./models/staging/", "a b")]
    [InlineData("models/*/c.sql", "c")]
    [InlineData("path:models/**/c.sql", "c")]
    [InlineData("c.sql", "c")]
    [InlineData("file:c.*", "c")]
    [InlineData("package:this", "a b c d")]
    [InlineData("package:pro?", "a b c d")]
    [InlineData("tag:fir*", "a")]
    [InlineData("config.meta.owner.team:x", "c")]
    [InlineData("config.meta.levels:two", "c")]
    [InlineData("config.meta.levels:1", "c")]
    [InlineData("config.enabled:true", "a b c d")]
    [InlineData("resource_type:model", "a b c d")]
    [InlineData("off", "")] // what is switched off cannot be selected
    [InlineData("state_of_things", "")]
    [InlineData(",", "")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    public void A_term_selects(string select, string expected)
    {
        using var folder = TestProject.Of(Models);

        var selected = folder.Load().Selector.Select(new SelectionRequest { Select = [select], ResourceTypes = ["model"] }, folder.Diagnostics);

        Assert.Equal(expected, string.Join(' ', selected.Select(node => node.Name)));
        Assert.False(folder.Diagnostics.HasErrors); // matching nothing is a warning
        Assert.Equal(expected.Length == 0, folder.Diagnostics.ToSorted().Length > 0);
    }

    [Fact]
    public void A_columns_tag_selects_its_tests()
    {
        using var folder = TestProject.Of(Models);

        var selected = folder.Load().Selector.Select(new SelectionRequest { Select = ["tag:keys"] }, folder.Diagnostics);

        Assert.Equal("not_null_c_id", Assert.Single(selected).Name);
    }

    [Fact]
    public void Excluded_nodes_take_their_tests_along()
    {
        using var folder = TestProject.Of(Models);

        var selected = folder.Load().Selector.Select(new SelectionRequest { Select = ["marts"], Exclude = ["c"] }, folder.Diagnostics);

        Assert.Equal("d", Assert.Single(selected).Name);
    }
}
