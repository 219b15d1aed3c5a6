using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Scenarios;

/// <summary>A file that overrides variables of the project; what it builds lies in a database of its own.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Description">What it asks; null where the file does not say.</param>
/// <param name="Vars">The values that it gives to variables, in the order of the file.</param>
/// <param name="Source">The file.</param>
public sealed record Scenario(string Name, string? Description, ImmutableArray<ScenarioVariable> Vars, SourceText Source)
{
    /// <summary>The name that stands for the project's own variables.</summary>
    public const string Base = "base";

    /// <summary>The word that stands for the base and every scenario.</summary>
    public const string All = "all";
}

/// <summary>A variable that a scenario overrides.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value as templates see it.</param>
/// <param name="Text">The value as it is written in the file.</param>
/// <param name="Span">The place of the name.</param>
public sealed record ScenarioVariable(string Name, object? Value, string Text, SourceSpan Span);
