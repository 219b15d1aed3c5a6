using Sluice.Diagnostics;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>What is wrong with how a unit test is written, one method per situation.</summary>
internal static class UnitTestErrors
{
    internal static Diagnostic NothingExpected(UnitTestNode test) => new(
        "SLUICE2082", Severity.Error, $"the unit test `{test.Name}` expects nothing", test.Source, test.Span, "add the rows that the model must yield: expect: {rows: [{id: 1}]}");

    internal static Diagnostic BadInput(YamlNode place, string text) => new(
        "SLUICE2083", Severity.Error, $"`{text}` names no input", place.Source, place.Span, "write ref('model'), source('source', 'table') or this");

    internal static Diagnostic BadFormat(YamlNode place, string format) => new(
        "SLUICE2084", Severity.Error, $"the rows of a unit test have no format `{format}`", place.Source, place.Span,
        Nearest.Hint(format, ["dict", "csv", "sql"]) ?? "use `dict`, `csv` or `sql`");

    internal static Diagnostic BadRows(YamlNode place) => new(
        "SLUICE2085", Severity.Error, "the rows of a unit test are a list of mappings from column to value", place.Source, place.Span,
        "write rows: [{id: 1, name: a}], or name another `format`");

    internal static Diagnostic NoFixture(YamlNode place, string name, string format, string? nearest) => new(
        "SLUICE2086", Severity.Error, $"there is no fixture `{name}` of the format `{format}`", place.Source, place.Span,
        nearest is null ? $"fixtures are files in tests/fixtures: {name}.{format}" : $"did you mean `{nearest}`?");
}
