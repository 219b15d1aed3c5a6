using System.Collections.Immutable;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>How a run ended.</summary>
/// <param name="Run">The run.</param>
/// <param name="Status">How it ended: never <see cref="RunStatus.Running"/>.</param>
/// <param name="Outcomes">Every step of the plan, in the order in which they were settled.</param>
/// <param name="Duration">From its start, or from where it went on, to its end.</param>
/// <param name="Message">One line for people; null where the status says it all.</param>
public sealed record RunResult(RunId Run, RunStatus Status, ImmutableArray<StepOutcome> Outcomes, TimeSpan Duration, string? Message = null);
