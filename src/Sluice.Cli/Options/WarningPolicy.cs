using System.Collections.Immutable;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;
using Sluice.Sql.Project;

namespace Sluice.Cli.Options;

/// <summary>What becomes of warnings: shown, not shown, or errors. <c>--warn-error</c> and <c>--warn-error-options</c> say so.</summary>
internal sealed class WarningPolicy
{
    // dbt's names for what our codes tell; a code itself is understood too.
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["SLUICE2017"] = ["MacroNotFound"],
        ["SLUICE2027"] = ["NodeNotFoundOrDisabled", "NoNodeForYamlKey"],
        ["SLUICE2030"] = ["UnusedResourceConfigPath"],
        ["SLUICE2037"] = ["JinjaLogWarning"],
        ["SLUICE2043"] = ["DepsUnpinned"],
        ["SLUICE2045"] = ["UnknownFlag"],
        ["SLUICE2150"] = ["NoNodesForSelectionCriteria"],
        ["SLUICE2162"] = ["UnversionedBreakingChange"],
    };

    private readonly bool _all;
    private readonly HashSet<string> _errors;
    private readonly HashSet<string> _warnings;
    private readonly HashSet<string> _silent;

    private WarningPolicy(bool all, ImmutableArray<string> errors, ImmutableArray<string> warnings, ImmutableArray<string> silent)
    {
        _all = all;
        _errors = errors.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _warnings = warnings.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _silent = silent.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Every warning is shown, none is an error.</summary>
    internal static WarningPolicy Default { get; } = new(false, [], [], []);

    /// <summary>Reads both options; the finer one counts where both are given.</summary>
    /// <exception cref="DiagnosticException">The options cannot be understood.</exception>
    internal static WarningPolicy Read(bool warnError, string? given, CommandText line, EnvironmentFlags environment)
    {
        if (given is null && environment.Flag("WARN_ERROR_OPTIONS") is { } flag)
        {
            return Of(warnError, flag.Value, flag.Source, flag.Span);
        }

        if ((given ?? environment.Text("WARN_ERROR_OPTIONS")) is not { } text)
        {
            return warnError ? new WarningPolicy(true, [], [], []) : Default;
        }

        var source = given is null ? new SourceText("environment", $"DBT_WARN_ERROR_OPTIONS={text}") : line.Source;
        var span = given is null ? new SourceSpan(0, source.Text.Length) : line.Span(line.FindLast(["--warn-error-options"]));
        return Of(warnError, ProjectFlags.Parse(new SourceText("--warn-error-options", text)), source, span);
    }

    /// <summary>What is left of problems: warnings that are errors are, silent ones are gone.</summary>
    internal ImmutableArray<Diagnostic> Apply(ImmutableArray<Diagnostic> problems) =>
    [
        .. problems.Where(problem => problem.Severity == Severity.Error || !NamesOf(problem).Any(_silent.Contains))
            .Select(problem => problem.Severity != Severity.Error && IsError(problem) ? problem with { Severity = Severity.Error } : problem),
    ];

    internal bool IsError(Diagnostic warning) => IsError([.. NamesOf(warning)]);

    /// <summary>True where warnings of a name of dbt are errors.</summary>
    internal bool IsError(string name) => IsError([name]);

    private bool IsError(string[] names) =>
        !Array.Exists(names, _warnings.Contains) && !Array.Exists(names, _silent.Contains) && (_all || Array.Exists(names, _errors.Contains));

    private static IEnumerable<string> NamesOf(Diagnostic warning) => (Names.GetValueOrDefault(warning.Code) ?? []).Append(warning.Code);

    private static WarningPolicy Of(bool warnError, object? value, SourceText source, SourceSpan span)
    {
        var members = ProjectFlags.Members(value) ?? throw new DiagnosticException(UsageErrors.BadWarnOptions(source, span, "is no mapping"));
        if (members.Keys.FirstOrDefault(key => key is not ("include" or "error" or "exclude" or "warn" or "silence")) is { } unknown)
        {
            throw new DiagnosticException(UsageErrors.BadWarnOptions(source, span, $"has no key `{unknown}`"));
        }

        ImmutableArray<string> List(string key, string? older)
        {
            if (older is not null && members.ContainsKey(key) && members.ContainsKey(older))
            {
                throw new DiagnosticException(UsageErrors.BadWarnOptions(source, span, $"has both `{key}` and `{older}`, which mean the same"));
            }

            return (members.GetValueOrDefault(key) ?? (older is null ? null : members.GetValueOrDefault(older))) is not { } names ? []
                : ProjectFlags.Texts(names) ?? throw new DiagnosticException(UsageErrors.BadWarnOptions(source, span, $"takes names under `{key}`"));
        }

        var errors = List("error", "include");
        var all = errors.Any(name => name is "all" or "*");
        return new WarningPolicy(all || (warnError && errors.IsEmpty), errors, List("warn", "exclude"), List("silence", older: null));
    }
}
