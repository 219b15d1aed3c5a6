using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.UnitTests;

/// <summary>Why a unit test cannot be run, one method per situation.</summary>
internal static class UnitTestRunErrors
{
    internal static Diagnostic NoRelation(UnitTestNode test, UnitTestInput input, SqlNode node) => new(
        "SLUICE3190", Severity.Error,
        $"not able to get columns for unit test input `{input.Text}` from relation {node.Relation!.Render()} because the relation doesn't exist",
        input.Source, input.Span, input.IsThis ? $"build `{test.ModelName}` once: sluice run --select {test.ModelName}" : $"build it first: sluice run --select {node.Name} --empty or without --empty, or give the rows as `format: sql`");

    internal static Diagnostic EphemeralInput(UnitTestNode test, UnitTestInput input) => new(
        "SLUICE3191", Severity.Error, $"the unit test `{test.Name}` gives rows of the ephemeral model `{input.Node!.Name}`, which has no table that says their columns",
        input.Source, input.Span, "give them as a query: format: sql, rows: \"select 1 as id\"");

    internal static JinjaException NoRowsGiven(JinjaCall call, UnitTestNode test, SqlNode node) => call.Fail(
        "SLUICE3193", $"the unit test `{test.Name}` gives no rows for `{node.Name}`, which `{test.ModelName}` reads",
        node is SourceNode source ? $"add - input: source('{source.SourceName}', '{source.Name}') with rows: []" : $"add - input: ref('{node.Name}') with rows: []");

    internal static Diagnostic UnknownColumn(UnitTestNode test, UnitTestInput input, string name, IEnumerable<string> columns) => new(
        "SLUICE3192", Severity.Error, $"the unit test `{test.Name}` gives `{input.Text}` a column `{name}`, which it does not have", input.Source, input.Span,
        Hint(name, columns));

    internal static Diagnostic UnexpectedColumn(UnitTestNode test, string name, IEnumerable<string> columns) => new(
        "SLUICE3194", Severity.Error, $"the unit test `{test.Name}` expects a column `{name}`, which `{test.ModelName}` does not have", test.Source, test.Span,
        Hint(name, columns));

    private static string Hint(string name, IEnumerable<string> columns)
    {
        var all = columns.ToList();
        return Nearest.Hint(name, all) ?? $"its columns are {string.Join(", ", all.Select(column => $"`{column}`"))}";
    }
}
