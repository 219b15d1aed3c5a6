using System.Collections.Immutable;
using Sluice.Partitions;

namespace Sluice.Sql.Code;

/// <summary>What an application adds to a project in code. Its assets and checks are nodes of the project like those of its files.</summary>
public sealed record CodeProject
{
    /// <summary>The application's name, which is the project's where no file says it.</summary>
    public required string Name { get; init; }

    /// <summary>The text of dbt_project.yml where the folder has none.</summary>
    public required string ProjectText { get; init; }

    /// <summary>The text of profiles.yml where the project is that of <see cref="ProjectText"/> and its folder has none.</summary>
    public required string ProfileText { get; init; }

    /// <summary>True where the models, seeds, tests and macros of the folder belong to it. Default true.</summary>
    public bool HasFiles { get; init; } = true;

    /// <summary>The assets.</summary>
    public ImmutableArray<CodeAsset> Assets { get; init; } = [];

    /// <summary>The checks.</summary>
    public ImmutableArray<CodeCheck> Checks { get; init; } = [];

    /// <summary>Begins to read what the assets read outside of the project, on other threads: <see cref="CodeAsset.Inputs"/> has it sooner then.</summary>
    public Action BeginInputs { get; init; } = static () => { };

    /// <summary>Partitions beside those of sluice.yml, which wins where both have a name.</summary>
    public ImmutableArray<PartitionSet> Partitions { get; init; } = [];
}
