using Sluice.Engine.Runs;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Support;

internal static class Outcomes
{
    internal static StepStatus StatusOf(this RunResult result, string step) => result.OutcomeOf(step).Result.Status;

    internal static string? MessageOf(this RunResult result, string step) => result.OutcomeOf(step).Result.Message;

    internal static StepOutcome OutcomeOf(this RunResult result, string step) =>
        Assert.Single(result.Outcomes, outcome => outcome.Step == Keys.Step(step));
}
