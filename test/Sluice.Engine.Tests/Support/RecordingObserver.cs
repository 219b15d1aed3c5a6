using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Support;

/// <summary>Writes down what it is told.</summary>
internal sealed class RecordingObserver : IRunObserver
{
    private readonly Lock _gate = new();
    private readonly List<string> _told = [];

    internal ImmutableArray<string> Told
    {
        get
        {
            lock (_gate)
            {
                return [.. _told];
            }
        }
    }

    public void RunStarted(RunId run, RunPlan plan) => Add($"run of {plan.Steps.Length}");

    public void StepStarted(StepKey step, int attempt) => Add($"{step} starts {attempt}");

    public void StepProgressed(StepKey step, StepProgress progress) => Add($"{step} at {progress.Rows}");

    public void StepRetrying(StepKey step, int attempt, TimeSpan delay, string? message) => Add($"{step} retries after {attempt}: {message}");

    public void StepFinished(StepOutcome outcome) => Add($"{outcome.Step} {outcome.Result.Status}");

    public void RunFinished(RunResult result) => Add($"run {result.Status}");

    private void Add(string told)
    {
        lock (_gate)
        {
            _told.Add(told);
        }
    }
}
