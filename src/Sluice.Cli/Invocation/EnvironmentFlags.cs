using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Project;

namespace Sluice.Cli.Invocation;

/// <summary>
/// Options given through the environment, as <c>DBT_TARGET</c> or <c>DBT_ENGINE_TARGET</c>, or under <c>flags</c> of dbt_project.yml. The command
/// line outranks the environment, and the environment the project.
/// </summary>
/// <param name="read">Reads one variable; null where it is not set.</param>
/// <param name="flags">What the project sets.</param>
internal sealed class EnvironmentFlags(Func<string, string?> read, ImmutableDictionary<string, ProjectFlag> flags)
{
    private static readonly string[] Yes = ["1", "true", "t", "yes", "y", "on"];
    private static readonly string[] No = ["0", "false", "f", "no", "n", "off"];

    /// <summary>The text of <c>DBT_ENGINE_<paramref name="name"/></c> or <c>DBT_<paramref name="name"/></c>; null where neither is set.</summary>
    internal string? Text(string name) => Find(name)?.Value;

    /// <summary>The truth that a variable holds; null where it is not set.</summary>
    /// <exception cref="DiagnosticException">It holds neither a yes nor a no.</exception>
    internal bool? Truth(string name)
    {
        if (Find(name) is not var (variable, value))
        {
            return null;
        }

        if (Yes.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        return No.Contains(value, StringComparer.OrdinalIgnoreCase)
            ? false
            : throw new DiagnosticException(Bad(variable, value, "true or false"));
    }

    /// <summary>The whole number that a variable holds; null where it is not set.</summary>
    /// <exception cref="DiagnosticException">It holds something else.</exception>
    internal int? Number(string name)
    {
        if (Find(name) is not var (variable, value))
        {
            return null;
        }

        return int.TryParse(value, out var number)
            ? number
            : throw new DiagnosticException(Bad(variable, value, "a whole number"));
    }

    /// <summary>What the project sets a flag to; null where it does not, or where the environment does.</summary>
    internal ProjectFlag? Flag(string name) => read($"DBT_ENGINE_{name}") is { Length: > 0 } || read($"DBT_{name}") is { Length: > 0 } ? null : flags.GetValueOrDefault(name);

    /// <summary>A value that cannot be used, at the place that gives it.</summary>
    internal Diagnostic Bad(string variable, string value, string expected) =>
        flags.GetValueOrDefault(variable) is { } flag && Flag(variable) == flag
            ? UsageErrors.BadFlag(variable.ToLowerInvariant(), flag, expected)
            : UsageErrors.BadVariable(variable.StartsWith("DBT_", StringComparison.Ordinal) ? variable : $"DBT_{variable}", value, expected);

    // A variable that is set to nothing counts as not set, as shells have no other way to unset one for a single command.
    private (string Variable, string Value)? Find(string name)
    {
        foreach (var variable in (ReadOnlySpan<string>)[$"DBT_ENGINE_{name}", $"DBT_{name}"])
        {
            if (read(variable) is { Length: > 0 } value)
            {
                return (variable, value);
            }
        }

        return flags.GetValueOrDefault(name) is { Text.Length: > 0 } flag ? (name, flag.Text) : null;
    }
}
