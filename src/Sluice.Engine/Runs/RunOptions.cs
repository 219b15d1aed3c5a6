using System.Collections.Immutable;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>How a plan is carried out.</summary>
public sealed record RunOptions
{
    /// <summary>Most steps at work at a time; at least 1. Default 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Threads));
            field = value;
        }
    } = 4;

    /// <summary>The slots of each pool. A pool that is not listed has one.</summary>
    public ImmutableDictionary<string, int> Pools { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Is told what happens; null for nobody.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>True where the run ends at its first failure, even if the plan's request does not say so. Default false.</summary>
    public bool FailFast { get; init; }

    /// <summary>What the user asked for, such as the command line; kept with the run. Null for nothing.</summary>
    public string? Title { get; init; }

    /// <summary>Who asked for the run, and with what; kept with the run. Null for nothing.</summary>
    public RunAudit? Audit { get; init; }

    /// <summary>How often progress within one step is passed on at most. Default 100 milliseconds.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a cancelled run waits for a step that does not stop. Default 30 seconds.</summary>
    public TimeSpan CancelGrace { get; init; } = TimeSpan.FromSeconds(30);
}
