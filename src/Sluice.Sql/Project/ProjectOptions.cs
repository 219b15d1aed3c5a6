using System.Collections.Immutable;
using Sluice.Sql.Code;
using Sluice.Sql.Context;

namespace Sluice.Sql.Project;

/// <summary>What to load, and how.</summary>
public sealed record ProjectOptions
{
    /// <summary>The folder that holds dbt_project.yml.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>What the database's side brings along.</summary>
    public required ISqlBuiltins Builtins { get; init; }

    /// <summary>The folder of profiles.yml; null looks in DBT_PROFILES_DIR, the working directory, the project and ~/.dbt.</summary>
    public string? ProfilesFolder { get; init; }

    /// <summary>The profile's name; null takes the project's.</summary>
    public string? Profile { get; init; }

    /// <summary>The target's name; null takes DBT_TARGET, then the profile's own.</summary>
    public string? Target { get; init; }

    /// <summary>The text of <c>--vars</c>, YAML or JSON; null for none.</summary>
    public string? Vars { get; init; }

    /// <summary>The scenario whose variables count; null for the project's own. A name that no scenario has is ignored.</summary>
    public string? Scenario { get; init; }

    /// <summary>Sets what is built apart: the database file <c>x.duckdb</c> becomes <c>x.&lt;place&gt;.duckdb</c>; null for the target's own file.</summary>
    public string? Place { get; init; }

    /// <summary>Variables that win over the files' and the scenario's, and lose against <see cref="Vars"/>.</summary>
    public ImmutableDictionary<string, object?> ScenarioVars { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Values that override those of sluice.yml; of two for one value the later wins.</summary>
    public ImmutableArray<SettingOverride> Overrides { get; init; } = [];

    /// <summary>How many steps run side by side; null takes the target's.</summary>
    public int? Threads { get; init; }

    /// <summary>False for <c>--no-version-check</c>.</summary>
    public bool CheckVersion { get; init; } = true;

    /// <summary>True where what parsing tells is kept in <see cref="TargetPath"/> for the next time. Default: every file is parsed anew.</summary>
    public bool KeepsParse { get; init; }

    /// <summary>The folder of artifacts, which counts from the project's; null takes the project's own setting.</summary>
    public string? TargetPath { get; init; }

    /// <summary>What an application adds in code; null for a project of files alone.</summary>
    public CodeProject? Code { get; init; }

    /// <summary>What the user started.</summary>
    public Invocation Invocation { get; init; } = new();
}
