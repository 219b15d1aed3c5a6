using System.Collections.Immutable;

namespace Sluice.Cli.Crashing;

/// <summary>Something that a kill has left other than it should be.</summary>
/// <param name="Place">The relation or file.</param>
/// <param name="Text">What is wrong with it, in one line.</param>
internal sealed record CrashDifference(string Place, string Text);

/// <summary>What one kill showed.</summary>
/// <param name="Step">The step at work.</param>
/// <param name="Boundary">The crash point.</param>
/// <param name="Differences">What is other than in an undisturbed build; empty where the step is safe.</param>
internal sealed record CrashFinding(string Step, string Boundary, ImmutableArray<CrashDifference> Differences)
{
    internal bool IsSafe => Differences.IsEmpty;
}
