using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Packages;

/// <summary>What can be wrong with the packages that a project asks for.</summary>
internal static class PackageErrors
{
    internal static Diagnostic NoSource(YamlNode entry) => Error(
        "SLUICE2040", entry, "the package has no source", "give one of `package` (with `version`), `git`, `local` or `tarball` (with `name`)");

    internal static Diagnostic NotSupported(YamlNode entry, string what) => Error(
        "SLUICE2040", entry, $"{what} is not supported", "use the address of its repository: `git: …`");

    internal static Diagnostic MissingKey(YamlNode entry, string key, string package) => Error(
        "SLUICE2040", entry, $"the package `{package}` has no `{key}`", key == "version" ? "such as `version: [\">=1.0.0\", \"<2.0.0\"]`" : null);

    internal static Diagnostic NotABlock(YamlNode list) => Error(
        "SLUICE2040", list, "a package cannot be added to this list", "write the list with one `- ` line for each package");

    internal static Diagnostic BadVersion(YamlNode entry, string text) => Error(
        "SLUICE2040", entry, $"`{text}` is no version condition", "write it like `\">=1.0.0\"` or `1.2.3`");

    internal static Diagnostic NoVersion(YamlNode entry, string package, string wanted, string found) => Error(
        "SLUICE2041", entry, $"no version of `{package}` fits {wanted}", found.Length == 0 ? "the hub has no version of it" : $"there are {found}");

    internal static Diagnostic Revisions(YamlNode entry, string url, string revisions) => Error(
        "SLUICE2041", entry, $"`{url}` is asked for in several revisions: {revisions}", "give one revision in the project's own packages.yml");

    internal static Diagnostic SameName(YamlNode entry, string name, string other) => Error(
        "SLUICE2041", entry, $"two packages are named `{name}`", $"the other one is {other}");

    internal static Diagnostic NeverSettles(YamlNode entry) => Error(
        "SLUICE2041", entry, "the versions that the packages ask of each other never settle", "pin the versions in the project's own packages.yml");

    internal static Diagnostic Unreachable(YamlNode entry, string package, string reason) => Error(
        "SLUICE2042", entry, $"the package `{package}` cannot be fetched: {reason}",
        "check the network and the address; without a network, put the package's files into the package folder");

    internal static Diagnostic NotOnHub(YamlNode entry, string package, string hub) => Error(
        "SLUICE2042", entry, $"the hub has no package `{package}`", $"check the name; asked: {hub}");

    internal static Diagnostic NoFolder(YamlNode entry, string path) => Error(
        "SLUICE2042", entry, $"`{path}` holds no dbt_project.yml", "a package is the folder of a dbt project");

    internal static Diagnostic NotADependency(YamlNode entry, string package, string file) => Error(
        "SLUICE2042", entry, $"`{package}` is no package: {file} is missing in it", null);

    internal static Diagnostic Unpinned(YamlNode entry, string url) => new(
        "SLUICE2043", Severity.Warning, $"the git package `{url}` is not pinned, its default branch is taken", entry.Source, entry.Span,
        "a change there changes your project: give a `revision`, or `warn-unpinned: false`");

    internal static Diagnostic BadLock(SourceText source, SourceSpan span, string problem) => new(
        "SLUICE2044", Severity.Error, $"package-lock.yml cannot be used: {problem}", source, span, "`sluice deps --upgrade` writes it anew");

    private static Diagnostic Error(string code, YamlNode place, string message, string? hint) =>
        new(code, Severity.Error, message, place.Source, place.Span, hint);
}
