using System.Collections.Immutable;

namespace Sluice.Runs;

/// <summary>Who decided on a run, and with what; kept with the event that began it, and never changed. Holds no secret.</summary>
/// <param name="User">The account.</param>
/// <param name="Host">The machine.</param>
/// <param name="Command">The command line, secrets left out.</param>
/// <param name="ConfigurationHash">Names the project's files, variables and target: equal where these are.</param>
public sealed record RunAudit(string User, string Host, string Command, string ConfigurationHash)
{
    /// <summary>The git revision that the project's folder stands at; null where it is in no repository.</summary>
    public string? Revision { get; init; }

    /// <summary>The scenario; null for the project's own variables.</summary>
    public string? Scenario { get; init; }

    /// <summary>The database file; null where it is in memory.</summary>
    public string? Database { get; init; }

    /// <summary>The versions of what did the work, by name, such as <c>sluice</c> and <c>duckdb</c>.</summary>
    public ImmutableSortedDictionary<string, string> Versions { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
