using System.Collections.Immutable;

namespace Sluice.Cli.Running;

/// <summary>What a command that runs steps takes from the project.</summary>
/// <param name="Name">The command.</param>
/// <param name="Types">The kinds of nodes that it runs.</param>
internal sealed record Verb(string Name, ImmutableArray<string> Types)
{
    internal static Verb Run { get; } = new("run", ["model"]);

    internal static Verb Build { get; } = new("build", ["model", "seed", "snapshot", "test", "unit_test", "exposure"]);

    internal static Verb Seed { get; } = new("seed", ["seed"]);

    internal static Verb Snapshot { get; } = new("snapshot", ["snapshot"]);

    internal static Verb Test { get; } = new("test", ["test", "unit_test"]);

    /// <summary>All of them, by their names.</summary>
    internal static ImmutableArray<Verb> All { get; } = [Run, Build, Seed, Snapshot, Test];

    /// <summary>True where checks are among the steps and hold back what lies downstream.</summary>
    internal bool HasChecks => Types.Contains("test");

    /// <summary>True where a check that fails keeps what lies downstream from being built.</summary>
    internal bool Gates => HasChecks && Types.Contains("model");

    /// <summary>The same in an application, whose <c>run</c> runs the checks too: they stand beside the assets that they are about.</summary>
    internal Verb WithChecks => this == Run ? Build with { Name = Name } : this;

    /// <summary>The kinds in a project: with sluice.yml, <c>run</c> loads the seeds too, because it knows which of them have changed.</summary>
    internal ImmutableArray<string> TypesIn(bool hasSluiceFile) => this == Run && hasSluiceFile ? ["model", "seed"] : Types;
}
