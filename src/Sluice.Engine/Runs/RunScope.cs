using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>What everything that works on a run shares.</summary>
internal sealed record RunScope(RunId Run, IEventLog Log, RunReporter Reporter, TimeProvider Time);
