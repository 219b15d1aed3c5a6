using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>What can be wrong with the versions of a model.</summary>
internal static class VersionErrors
{
    internal static Diagnostic WithoutNumber(YamlNode place, string model) => new(
        "SLUICE2046", Severity.Error, $"a version of `{model}` has no `v`", place.Source, place.Span, "write `- v: 2`");

    internal static Diagnostic Twice(YamlNode place, string model, string version) => new(
        "SLUICE2046", Severity.Error, $"`{model}` has two versions `{version}`", place.Source, place.Span, "give each version a `v` of its own");

    internal static Diagnostic UnknownLatest(YamlNode place, string model, string version, IEnumerable<string> known) => new(
        "SLUICE2046", Severity.Error, $"`{version}` is the latest version of `{model}` and none of its versions", place.Source, place.Span,
        $"its versions are {string.Join(", ", known)}");

    internal static Diagnostic NotVersioned(YamlNode place, string test, string model) => new(
        "SLUICE2046", Severity.Error, $"the unit test `{test}` chooses versions of `{model}`, which has none", place.Source, place.Span, "leave `versions` out");

    internal static Diagnostic NothingChosen(YamlNode place, string test, string model, IEnumerable<string> known) => new(
        "SLUICE2046", Severity.Error, $"the unit test `{test}` chooses no version that `{model}` has", place.Source, place.Span,
        $"its versions are {string.Join(", ", known)}");
}
