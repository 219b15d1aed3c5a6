using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Engine.State;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Scenarios;

namespace Sluice.Cli.Scenarios;

/// <summary>Writes the scenarios of a project, the project's own variables first.</summary>
internal static class ScenarioList
{
    internal static async Task WriteAsync(CommandCall call, ProjectSession session, string form, CancellationToken cancellationToken)
    {
        var rows = new List<(Scenario? Scenario, RunSummary? Last)>();
        foreach (var scenario in (session.Project.Settings?.ScenarioFiles ?? []).Cast<Scenario?>().Prepend(null))
        {
            rows.Add((scenario, await LastRunAsync(call, StatePath.In(session.Folder, scenario?.Name), cancellationToken)));
        }

        await call.Host.Output.WriteLineAsync(form == "json" ? Json(rows) : Table(call, rows));
    }

    private static async Task<RunSummary?> LastRunAsync(CommandCall call, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        await using var store = await StateStore.OpenAsync(path, call.Host.Time, cancellationToken: cancellationToken);
        return (await store.Runs.ListAsync(1, cancellationToken: cancellationToken)).FirstOrDefault();
    }

    private static string Table(CommandCall call, List<(Scenario? Scenario, RunSummary? Last)> rows)
    {
        var table = new TextTable(["scenario", "last run", "changes", "what"], cut: [2, 3]);
        foreach (var (scenario, last) in rows)
        {
            table.Add(
                scenario?.Name ?? Scenario.Base,
                last is null ? "never" : $"{last.Status.ToString().ToLowerInvariant()} {Moment(last.StartedAt, call)}",
                scenario is null ? "" : string.Join(", ", scenario.Vars.Select(variable => $"{variable.Name}: {variable.Text}")),
                scenario is null ? "the project's own variables" : scenario.Description ?? "");
        }

        return table.ToString(call.Host.OutputWidth);
    }

    private static string Moment(DateTimeOffset time, CommandCall call) =>
        TimeZoneInfo.ConvertTime(time, call.Host.Time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Json(List<(Scenario? Scenario, RunSummary? Last)> rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartArray();
            foreach (var (scenario, last) in rows)
            {
                writer.WriteStartObject();
                writer.WriteString("scenario", scenario?.Name ?? Scenario.Base);
                writer.WriteString("description", scenario?.Description);
                writer.WriteString("file", scenario?.Source.Path);
                writer.WriteStartObject("vars");
                foreach (var variable in scenario?.Vars ?? [])
                {
                    JsonValues.Write(writer, variable.Name, variable.Value);
                }

                writer.WriteEndObject();
                writer.WriteString("last_status", last?.Status.ToString().ToLowerInvariant());
                writer.WriteString("last_run", last?.Run.ToString());
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
