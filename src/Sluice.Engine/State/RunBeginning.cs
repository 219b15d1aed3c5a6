using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>The events that make a run active.</summary>
internal static class RunBeginning
{
    internal static void Require(RunEvent happened)
    {
        if (happened is not (RunStarted or RunResumed))
        {
            throw new ArgumentException($"the event {happened.GetType().Name} makes no run active", nameof(happened));
        }
    }

    internal static RunOwner OwnerOf(RunEvent happened) => happened switch
    {
        RunStarted started => started.Owner,
        RunResumed resumed => resumed.Owner,
        _ => throw new ArgumentException($"the event {happened.GetType().Name} names no owner", nameof(happened)),
    };
}
