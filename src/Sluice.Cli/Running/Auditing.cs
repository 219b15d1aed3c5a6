using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.DuckDb;
using Sluice.Runs;
using Sluice.Sql.Project;
using Sluice.Sql.Scenarios;

namespace Sluice.Cli.Running;

/// <summary>Who asked for a run, and with what: taken when the run begins, shown by <c>sluice runs</c>.</summary>
internal static class Auditing
{
    internal static RunAudit Of(CommandCall call, ProjectSession session) => new(
        Environment.UserName, Environment.MachineName, CommandMask.Of(call), ConfigurationHash.Of(session.Project))
    {
        Revision = GitRevision.Of(session.Folder),
        Scenario = session.Scenario,
        Database = session.DatabasePath,
        Versions = ImmutableSortedDictionary<string, string>.Empty.Add("sluice", SluiceCommandLine.Version).Add("duckdb", DuckDbConnection.LibraryVersion),
    };

    internal static string Text(RunAudit audit)
    {
        var versions = string.Join(", ", audit.Versions.Select(version => $"{version.Key} {version.Value}"));
        var revision = audit.Revision is { } commit ? $", revision {commit}" : "";
        return $"by {audit.User}@{audit.Host}: {audit.Command}\n  scenario {audit.Scenario ?? Scenario.Base}, configuration {audit.ConfigurationHash}{revision}, {versions}";
    }

    internal static void Write(Utf8JsonWriter writer, ImmutableArray<RunAudit> audits)
    {
        writer.WriteStartArray("audit");
        foreach (var audit in audits)
        {
            Write(writer, audit);
        }

        writer.WriteEndArray();
    }

    internal static void Write(Utf8JsonWriter writer, RunAudit audit)
    {
        writer.WriteStartObject();
        writer.WriteString("user", audit.User);
        writer.WriteString("host", audit.Host);
        writer.WriteString("command", audit.Command);
        writer.WriteString("configuration", audit.ConfigurationHash);
        writer.WriteString("revision", audit.Revision);
        writer.WriteString("scenario", audit.Scenario ?? Scenario.Base);
        writer.WriteString("database", audit.Database);
        writer.WriteStartObject("versions");
        foreach (var (name, version) in audit.Versions)
        {
            writer.WriteString(name, version);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
