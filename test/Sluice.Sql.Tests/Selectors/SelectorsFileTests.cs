using Sluice.Diagnostics;
using Sluice.Sql.Selection;

namespace Sluice.Sql.Tests.Selectors;

/// <summary>selectors.yml: selections with a name.</summary>
public sealed class SelectorsFileTests
{
    private static readonly (string Path, string Text)[] Models =
    [
        ("models/a.sql", "{{ config(tags=['nightly'], materialized='table') }}select 1 as id"),
        ("models/b.sql", "select * from {{ ref('a') }}"),
        ("models/c.sql", "{{ config(tags=['nightly']) }}select * from {{ ref('b') }}"),
        ("models/d.sql", "select * from {{ ref('c') }}"),
        ("models/schema.yml", "models:\n  - name: b\n    data_tests:\n      - relationships_like: {other: ref('a')}\n"),
        ("tests/generic/like.sql", "{% test relationships_like(model, other) %}select * from {{ model }} except select * from {{ other }}{% endtest %}"),
    ];

    [Theory]
    [InlineData("definition: 'tag:nightly,config.materialized:table'", "a")]
    [InlineData("definition: { tag: nightly }", "a c")]
    [InlineData("definition: { method: tag, value: nightly }", "a c")]
    [InlineData("definition: { method: config.materialized, value: table }", "a")]
    [InlineData("definition: { method: config, value: 'materialized:table' }", "a")]
    [InlineData("definition: { method: fqn, value: c, parents: true }", "a b c")]
    [InlineData("definition: { method: fqn, value: c, parents: true, parents_depth: 1 }", "b c")]
    [InlineData("definition: { method: fqn, value: a, children: true, children_depth: 2 }", "a b c")]
    [InlineData("definition: { method: fqn, value: c, childrens_parents: true }", "a b c d")]
    [InlineData("definition: { union: ['a', { method: fqn, value: d }] }", "a d")]
    [InlineData("definition: { union: [{ method: tag, value: nightly }, 'b', { exclude: ['c'] }] }", "a b")]
    [InlineData("definition: { intersection: [{ tag: nightly }, { method: fqn, value: c, parents: true }, { exclude: [{ method: fqn, value: c }] }] }", "a")]
    [InlineData("definition: { method: tag, value: nightly, exclude: [{ method: fqn, value: a }] }", "c")]
    [InlineData("definition: { method: selector, value: base, exclude: ['a'] }", "c")]
    [InlineData("definition: { union: [{ method: selector, value: base }, 'd'] }", "a c d")]
    [InlineData("definition: { method: tag, value: \"{{ var('which', 'nightly') }}\" }", "a c")]
    public void A_definition_selects(string definition, string expected)
    {
        using var folder = TestProject.Of(Models);
        folder.Add("selectors.yml", $"selectors:\n  - name: base\n    definition: {{ method: tag, value: nightly }}\n  - name: tried\n    {definition}\n");

        var selected = folder.Load().Selector.Select(new SelectionRequest { Selector = "tried", ResourceTypes = ["model"] }, folder.Diagnostics);

        Assert.Equal(expected, string.Join(' ', selected.Select(node => node.Name)));
        Assert.Empty(folder.Diagnostics.ToSorted());
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("indirect_selection: eager", 1)]
    [InlineData("indirect_selection: cautious", 0)]
    [InlineData("indirect_selection: buildable", 1)]
    [InlineData("indirect_selection: empty", 0)]
    public void A_definition_says_which_tests_come_along(string mode, int tests)
    {
        using var folder = TestProject.Of(Models);
        folder.Add("selectors.yml", $"selectors:\n  - name: one\n    definition:\n      method: fqn\n      value: b\n      {mode}\n");

        var selected = folder.Load().Selector.Select(new SelectionRequest { Selector = "one" }, folder.Diagnostics);

        Assert.Equal(tests, selected.Count(node => node.ResourceType == "test"));
    }

    [Theory]
    [InlineData("true", "a")]
    [InlineData("\"{{ target.name == 'dev' }}\"", "a")]
    [InlineData("\"{{ target.name == 'prod' }}\"", "a b c d")]
    public void The_default_selector_is_used_where_nothing_is_selected(string isDefault, string expected)
    {
        using var folder = TestProject.Of(Models);
        folder.Add("selectors.yml", $"selectors:\n  - name: one\n    default: {isDefault}\n    definition: a\n");
        var project = folder.Load();

        var all = project.Selector.Select(new SelectionRequest { ResourceTypes = ["model"] }, folder.Diagnostics);
        var some = project.Selector.Select(new SelectionRequest { Select = ["b"], ResourceTypes = ["model"] }, folder.Diagnostics);

        Assert.Equal(expected, string.Join(' ', all.Select(node => node.Name)));
        Assert.Equal("b", string.Join(' ', some.Select(node => node.Name)));
    }

    [Fact]
    public void Everything_that_is_wrong_is_reported_with_its_place()
    {
        using var folder = TestProject.Of(Models);
        folder.Add("selectors.yml", """
            selectors:
              - name: unknown_method
                definition: { method: tagg, value: nightly }
              - name: unknown_method_in_a_text
                definition: "a tga:nightly"
              - name: unknown_key
                definition: { method: tag, value: nightly, parent: true }
              - name: unknown_mode
                definition: { method: tag, value: nightly, indirect_selection: eagr }
              - name: unknown_selector
                definition: { method: selector, value: unknown_kee }
              - name: no_value
                definition: { method: tag }
              - name: two_things
                definition: { union: [a], intersection: [b] }
              - name: no_list
                definition: { union: a }
              - name: two_excludes
                definition: { union: [a, { exclude: [b] }, { exclude: [c] }] }
              - name: no_term
                definition: "@a+"
              - name: no_definition
              - name: twice
                default: true
                definition: a
              - name: twice
                default: true
                definition: b
              - nam: misspelled
                definition: a
            """);

        var error = Assert.ThrowsAny<DiagnosticException>(() => folder.Load().Selector);

        Golden.Check("selectors-file.txt", string.Join('\n', error.Diagnostics) + "\n");
    }
}
