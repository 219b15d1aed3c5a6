using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>A step that has its slots and is about to start.</summary>
/// <param name="Ready">The step.</param>
/// <param name="Context">What its body is told.</param>
/// <param name="Left">The time that its stage has left; null for no limit.</param>
internal sealed record StartingStep(ReadyStep Ready, StepContext Context, TimeSpan? Left)
{
    /// <summary>True where its own body is run: its stage has time left, and what it reads is there.</summary>
    internal bool RunsBody => Ready.Blocked is null && !(Left <= TimeSpan.Zero);
}
