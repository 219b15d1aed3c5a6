using System.Text;
using System.Text.Json;
using Sluice.Cli.Talking;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Running;

/// <summary>A run's result as one JSON object: the form of <c>--output json</c>.</summary>
internal static class RunOutput
{
    internal static string Json(RunPlan plan, RunResult result, RunPlaces places, RunAudit? audit = null)
    {
        var reasons = plan.Steps.ToDictionary(step => step.Step, step => step.Reason.Text);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("run", result.Run.ToString());
            writer.WriteString("status", result.Status.ToString().ToLowerInvariant());
            writer.WriteNumber("seconds", result.Duration.TotalSeconds);
            StatusCounts.Of(result.Outcomes).Write(writer, "counts");
            if (audit is not null)
            {
                Auditing.Write(writer, [audit]);
            }

            writer.WriteStartArray("steps");
            foreach (var outcome in result.Outcomes)
            {
                writer.WriteStartObject();
                writer.WriteString("step", outcome.Step.ToString());
                writer.WriteString("asset", outcome.Step.Asset.Name);
                writer.WriteString("partition", outcome.Step.Partition.Text);
                writer.WriteString("status", StatusWord.Of(outcome.Result.Status));
                writer.WriteString("reason", reasons.GetValueOrDefault(outcome.Step));
                writer.WriteNumber("attempts", outcome.Attempts);
                writer.WriteNumber("seconds", outcome.Duration.TotalSeconds);
                JsonValues.Write(writer, "rows", outcome.Result.Rows);
                writer.WriteString("message", outcome.Result.Message);
                VerdictList.Write(writer, outcome.Result.Verdicts);
                MetadataList.Write(writer, outcome.Result.Metadata);
                writer.WriteStartArray("diagnostics");
                foreach (var diagnostic in outcome.Result.Diagnostics)
                {
                    writer.WriteStartObject();
                    DiagnosticText.Write(diagnostic, writer);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("places");
            writer.WriteString("database", places.Database);
            writer.WriteStartArray("reports");
            foreach (var report in places.Reports)
            {
                writer.WriteStringValue(report);
            }

            writer.WriteEndArray();
            writer.WriteString("results", places.Results);
            writer.WriteString("compiled", places.Compiled);
            writer.WriteString("state", places.State);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
