using Sluice.Cli.Talking;
using Sluice.Plans;

namespace Sluice.Cli.Running;

/// <summary>A plan as a table: each step, whether it runs, and why.</summary>
internal static class PlanText
{
    internal static string Of(RunPlan plan, Func<PlannedStep, string> name, int? width)
    {
        var table = new TextTable(["action", "step", "what", "why"], cut: [1, 3]);
        foreach (var step in plan.Steps)
        {
            table.Add(Word(step.Action), name(step), StepLine.Kind(step), step.Reason.Text);
        }

        if (table.Count == 0)
        {
            return "nothing to do";
        }

        var maybe = plan.Steps.Count(step => step.Action == PlanAction.RunIfChanged);
        var skip = plan.Steps.Length - plan.ToRun;
        var summary = $"{Amounts.Count(plan.ToRun - maybe, "step")} to run"
            + (maybe > 0 ? $", {Amounts.Number(maybe)} to run where what they read comes out different" : "")
            + (skip > 0 ? $", {Amounts.Number(skip)} to skip" : "");
        return $"{table.ToString(width)}\n\n{summary}";
    }

    private static string Word(PlanAction action) => action switch
    {
        PlanAction.Run => "run",
        PlanAction.RunIfChanged => "perhaps",
        _ => "skip",
    };
}
