using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Sql.Nodes;

/// <summary>A macro of the project, of a package or of the built-in ones.</summary>
/// <param name="UniqueId">dbt's id, such as <c>macro.shop.cents</c>.</param>
/// <param name="Package">The package that defines it; <c>dbt</c> for a built-in one.</param>
/// <param name="Name">The name that templates call; <c>test_x</c> for a test, <c>materialization_x_default</c> for a materialization.</param>
/// <param name="Source">The file.</param>
/// <param name="Span">The place of its definition.</param>
/// <param name="Bind">Makes it callable in a scope, where its free names are looked up at each call.</param>
/// <param name="Text">Its text, for code versions.</param>
public sealed record MacroEntry(
    string UniqueId, string Package, string Name, SourceText Source, SourceSpan Span, Func<IJinjaScope, JinjaCallable> Bind, string Text);

/// <summary>All macros by package. Immutable.</summary>
public sealed class MacroLibrary
{
    /// <summary>The package of the built-in macros.</summary>
    public const string BuiltIn = "dbt";

    private readonly Dictionary<string, Dictionary<string, MacroEntry>> _packages;

    internal MacroLibrary(IEnumerable<MacroEntry> macros, string rootPackage)
    {
        RootPackage = rootPackage;
        All = [.. macros];
        _packages = All.GroupBy(macro => macro.Package, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => group.GroupBy(macro => macro.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last(), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>The project's own name.</summary>
    public string RootPackage { get; }

    /// <summary>All macros.</summary>
    public ImmutableArray<MacroEntry> All { get; }

    /// <summary>The names of the packages that have macros.</summary>
    public ImmutableArray<string> Packages => [.. _packages.Keys];

    /// <summary>A macro of one package; null where it has none of that name.</summary>
    public MacroEntry? Find(string package, string name) =>
        _packages.TryGetValue(package, out var macros) ? macros.GetValueOrDefault(name) : null;

    /// <summary>The macro that an unqualified name means in a node of a package: its own, then the root's.</summary>
    public MacroEntry? FindVisible(string package, string name) =>
        Find(package, name) ?? (string.Equals(package, RootPackage, StringComparison.Ordinal) ? null : Find(RootPackage, name));

    /// <summary>All names that a template of a package may call.</summary>
    public IEnumerable<string> NamesFor(string package) =>
        new[] { package, RootPackage, BuiltIn }.Distinct(StringComparer.Ordinal)
            .SelectMany(owner => _packages.TryGetValue(owner, out var macros) ? macros.Keys.AsEnumerable() : []);
}
