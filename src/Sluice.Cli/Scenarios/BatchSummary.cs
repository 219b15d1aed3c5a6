using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Cli.Running;
using Sluice.Cli.Showing;
using Sluice.Cli.Talking;
using Sluice.Engine.Runs;
using Sluice.Sql.Adapters;

namespace Sluice.Cli.Scenarios;

/// <summary>Tells how several scenarios ended: a row for each, and what the last row of the printed report says.</summary>
internal static class BatchSummary
{
    private const int LineWidth = 160;

    internal static async Task WriteAsync(CommandCall call, IReadOnlyList<ScenarioResult> results, string form)
    {
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(Json(results));
            return;
        }

        var table = new TextTable(["scenario", "status", "steps", "time", "database"], [false, false, false, true, false], cut: [4]);
        foreach (var result in results)
        {
            table.Add(
                result.Name, result.Status, result.Run is { } run ? Steps(run) : "",
                result.Run is { } ended ? Amounts.Time(ended.Duration) : "", result.Places?.Database is { } path ? Path.GetFileName(path) : "");
        }

        await call.Host.Output.WriteLineAsync(table.ToString(call.Host.OutputWidth));
        if (Metrics(results) is { } metrics)
        {
            await call.Host.Output.WriteLineAsync();
            await call.Host.Output.WriteLineAsync(ResultTable.Report(metrics, call.Host.OutputWidth ?? LineWidth));
        }
    }

    private static string Steps(RunResult run)
    {
        var counts = StatusCounts.Of(run.Outcomes);
        (int Count, string What)[] parts = [(counts.Pass, "ok"), (counts.Warn, "warned"), (counts.Error, "failed"), (counts.Skip, "skipped"), (counts.NoOp, "same")];
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{Amounts.Number(part.Count)} {part.What}"));
    }

    // A column of one scenario's report may be missing in another's.
    private static QueryResult? Metrics(IEnumerable<ScenarioResult> results)
    {
        var reports = results.Where(result => result.Report is { Rows.Length: > 0 }).ToList();
        var columns = reports.SelectMany(result => result.Report!.Columns).DistinctBy(column => column.Name, StringComparer.Ordinal).ToImmutableArray();
        return reports.Count == 0 ? null : new QueryResult(
            [new CatalogColumn("scenario", "varchar"), .. columns],
            [.. reports.Select(result => columns.Select((column, index) => Value(result.Report!, column.Name, isKey: index == 0)).Prepend(result.Name).ToArray())]);
    }

    // The first column tells the rows of a report apart: a year is no amount.
    private static object? Value(QueryResult report, string column, bool isKey)
    {
        var at = report.Columns.ToList().FindIndex(candidate => candidate.Name == column);
        var value = at < 0 ? null : report.Rows[^1][at];
        return isKey ? Convert.ToString(value, CultureInfo.InvariantCulture) : value;
    }

    private static string Json(IReadOnlyList<ScenarioResult> results)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartArray();
            foreach (var result in results)
            {
                writer.WriteStartObject();
                writer.WriteString("scenario", result.Name);
                writer.WriteString("status", result.Status);
                if (result is { Run: { } run, Places: { } places })
                {
                    writer.WriteString("run", run.Run.ToString());
                    writer.WriteNumber("seconds", run.Duration.TotalSeconds);
                    StatusCounts.Of(run.Outcomes).Write(writer, "counts");
                    writer.WriteString("database", places.Database);
                    writer.WriteString("state", places.State);
                }

                if (result.Report is { } report)
                {
                    writer.WritePropertyName("report");
                    ResultTable.Write(writer, report);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
