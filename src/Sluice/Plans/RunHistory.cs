using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Plans;

/// <summary>What a run has done until now, read from its events.</summary>
internal sealed class RunHistory
{
    private readonly Dictionary<StepKey, StepEnded> _ended = [];

    private RunHistory(RunId run, RunPlan plan, RunOwner owner)
    {
        Run = run;
        Plan = plan;
        Owner = owner;
    }

    internal RunId Run { get; }

    /// <summary>The plan that it last followed.</summary>
    internal RunPlan Plan { get; private set; }

    internal RunOwner Owner { get; private set; }

    internal RunStatus Status { get; private set; } = RunStatus.Running;

    /// <summary>The steps that ended well and were not begun again, with the record of it.</summary>
    internal IReadOnlyDictionary<StepKey, StepEnded> Done => _ended;

    /// <summary>Reads the events of one run; null where there is none.</summary>
    internal static RunHistory? Of(ImmutableArray<RunEvent> events)
    {
        RunHistory? history = null;
        foreach (var happened in events)
        {
            if (happened is RunStarted started)
            {
                history = new RunHistory(started.Run, started.Plan, started.Owner);
            }
            else
            {
                history?.Add(happened);
            }
        }

        return history;
    }

    private void Add(RunEvent happened)
    {
        switch (happened)
        {
            case RunResumed resumed:
                (Plan, Owner, Status) = (resumed.Plan, resumed.Owner, RunStatus.Running);
                break;
            case RunEnded ended:
                Status = ended.Status;
                break;
            case StepStarted step:
                _ended.Remove(step.Step);
                break;
            case StepEnded { Status: StepStatus.Succeeded or StepStatus.Warned } step:
                _ended[step.Step] = step;
                break;
            default:
                break;
        }
    }
}
