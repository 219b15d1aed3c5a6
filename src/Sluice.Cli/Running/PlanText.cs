using Sluice.Cli.Planning;
using Sluice.Cli.Talking;
using Sluice.Plans;

namespace Sluice.Cli.Running;

/// <summary>A plan as a table: each step, whether it runs, and why.</summary>
internal static class PlanText
{
    internal static string Of(RunPlan plan, PlanForecast forecast, Func<PlannedStep, string> name, int? width)
    {
        var isKnown = plan.Steps.Any(step => forecast.TimeOf(step) is not null || forecast.RowsOf(step) is not null);
        var table = isKnown
            ? new TextTable(["action", "step", "what", "rows", "time", "why"], [false, false, false, true, true, false], cut: [1, 5])
            : new TextTable(["action", "step", "what", "why"], cut: [1, 3]);
        foreach (var step in plan.Steps)
        {
            string[] expected = isKnown
                ? [forecast.RowsOf(step) is { } rows ? Amounts.Number(rows) : "", forecast.TimeOf(step) is { } time ? Amounts.Time(time) : ""]
                : [];
            table.Add([Word(step.Action), name(step), StepLine.Kind(step), .. expected, step.Reason.Text]);
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
        var expectation = !isKnown ? ""
            : forecast.Total is { } total ? $"\nas before, that takes about {Amounts.Time(total)} and writes {Amounts.Count(forecast.Rows, "row")}"
            : $"\nas before, that writes {Amounts.Count(forecast.Rows, "row")}";
        return $"{table.ToString(width)}\n\n{summary}{expectation}";
    }

    private static string Word(PlanAction action) => action switch
    {
        PlanAction.Run => "run",
        PlanAction.RunIfChanged => "perhaps",
        _ => "skip",
    };
}
