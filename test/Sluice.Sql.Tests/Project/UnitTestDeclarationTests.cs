using Sluice.Sql.Nodes;

namespace Sluice.Sql.Tests.Project;

public sealed class UnitTestDeclarationTests
{
    private static readonly (string, string)[] Models = [("models/src.sql", "select 1 as id"), ("models/sub/m.sql", "select * from {{ ref('src') }}")];

    [Fact]
    public void A_unit_test_is_a_node_that_reads_its_model()
    {
        using var project = TestProject.Of([.. Models, ("models/u.yml", "unit_tests:\n  - { name: t, model: m, given: [{ input: ref('src'), rows: [{ id: 1 }] }], expect: { rows: [] }, config: { tags: logic } }\n")]);

        var test = (UnitTestNode)TestProject.Node(project.Load(), "t");

        Assert.Equal("unit_test.proj.m.t proj.m.t logic", $"{test.UniqueId} {string.Join('.', test.Fqn)} {string.Join(',', test.Tags)}");
        Assert.Equal("model.proj.m", Assert.Single(test.Dependencies).UniqueId);
        Assert.Equal("model.proj.src", Assert.Single(test.Given).Node!.UniqueId);
    }

    [Theory]
    [InlineData("unit_test:t")]
    [InlineData("unit_test:proj.t")]
    [InlineData("test_type:unit")]
    [InlineData("m,resource_type:unit_test")]
    [InlineData("t")]
    public void A_selection_finds_unit_tests(string selection)
    {
        using var project = TestProject.Of([.. Models, ("models/u.yml", "unit_tests:\n  - { name: t, model: m, given: [{ input: ref('src'), rows: [] }], expect: { rows: [] } }\n")]);
        var loaded = project.Load();

        var selected = loaded.Selector.Select(new Selection.SelectionRequest { Select = [selection], ResourceTypes = ["unit_test"] }, project.Diagnostics);

        Assert.Equal("t", Assert.Single(selected).Name);
    }

    [Theory]
    [InlineData("{ name: t, model: mm, expect: { rows: [] } }", "SLUICE2003")]
    [InlineData("{ name: t, model: m }", "SLUICE2082")]
    [InlineData("{ name: t, model: m, given: [{ input: orders }], expect: { rows: [] } }", "SLUICE2083")]
    [InlineData("{ name: t, model: m, given: [{ input: ref('scr') }], expect: { rows: [] } }", "SLUICE2003")]
    [InlineData("{ name: t, model: m, expect: { format: json, rows: [] } }", "SLUICE2084")]
    [InlineData("{ name: t, model: m, expect: { rows: [1] } }", "SLUICE2085")]
    [InlineData("{ name: t, model: m, expect: { format: csv, fixture: none } }", "SLUICE2086")]
    public void What_is_written_wrong_is_an_error(string test, string code)
    {
        using var project = TestProject.Of([.. Models, ("models/u.yml", $"unit_tests:\n  - {test}\n")]);

        Assert.Null(project.TryLoad());
        Assert.Contains($"error {code}", project.Report(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_test_of_a_model_that_is_switched_off_is_dropped()
    {
        using var project = TestProject.Of(
            ("models/m.sql", "{{ config(enabled=false) }}select 1 as id"), ("models/u.yml", "unit_tests:\n  - { name: t, model: m, expect: { rows: [] } }\n"));

        Assert.DoesNotContain(project.Load().Nodes, node => node is UnitTestNode);
    }
}
