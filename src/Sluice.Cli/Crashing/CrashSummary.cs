using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Cli.Talking;

namespace Sluice.Cli.Crashing;

/// <summary>Tells which steps are not safe.</summary>
internal static class CrashSummary
{
    /// <summary>Writes it; returns the exit code: 1 where a step is not safe.</summary>
    internal static async Task<int> WriteAsync(CommandCall call, ImmutableArray<CrashFinding> findings, bool isCut, string form)
    {
        var steps = findings.GroupBy(finding => finding.Step, StringComparer.Ordinal).ToList();
        var unsafeSteps = steps.Where(step => !step.All(finding => finding.IsSafe)).ToList();
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(Json(findings, isCut));
        }
        else if (unsafeSteps.Count > 0)
        {
            await call.Host.Output.WriteLineAsync(Table(unsafeSteps).ToString(call.Host.OutputWidth));
        }

        call.Talk.Info(
            $"{Amounts.Count(findings.Length, "kill")}, {steps.Count - unsafeSteps.Count} of {Amounts.Count(steps.Count, "step")} safe"
            + (isCut ? "; stopped at the limit" : ""));
        return unsafeSteps.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static TextTable Table(IEnumerable<IGrouping<string, CrashFinding>> steps)
    {
        var table = new TextTable(["step that is not safe", "killed", "what differs after `sluice resume`"], cut: [0, 2]);
        foreach (var finding in steps.SelectMany(step => step).Where(finding => !finding.IsSafe))
        {
            table.Add(finding.Step, finding.Boundary.Replace('-', ' '), string.Join("; ", finding.Differences.Select(difference => difference.Text)));
        }

        return table;
    }

    private static string Json(ImmutableArray<CrashFinding> findings, bool isCut)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("limit_reached", isCut);
            writer.WriteStartArray("kills");
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("step", finding.Step);
                writer.WriteString("killed", finding.Boundary);
                writer.WriteBoolean("safe", finding.IsSafe);
                writer.WriteStartArray("differences");
                foreach (var difference in finding.Differences)
                {
                    writer.WriteStringValue(difference.Text);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
