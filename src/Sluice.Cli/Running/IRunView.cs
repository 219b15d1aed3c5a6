using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>Shows a run while it goes on. Called from several threads.</summary>
internal interface IRunView : IAsyncDisposable
{
    /// <summary>The cells that a line has; null where lines may be of any length.</summary>
    int? LineWidth { get; }

    /// <summary>The run is about to begin.</summary>
    void Begin(RunPlan plan);

    /// <summary>A step's first attempt begins.</summary>
    void Started(PlannedStep step);

    /// <summary>A running step says how far it is.</summary>
    void Progressed(PlannedStep step, StepProgress progress);

    /// <summary>A step ended, or was settled without being run.</summary>
    void Finished(PlannedStep step, StepStatus status);
}
