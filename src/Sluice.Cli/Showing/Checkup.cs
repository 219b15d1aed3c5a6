using System.Text;
using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;

namespace Sluice.Cli.Showing;

/// <summary>What a project is run with, and whether its database opens.</summary>
internal static class Checkup
{
    internal static async Task<int> RunAsync(CommandCall call, ProjectSession session, string form, CancellationToken cancellationToken)
    {
        var adapter = await session.OpenDatabaseAsync(cancellationToken);
        await using var connection = await adapter.OpenSessionAsync(cancellationToken);
        var engine = await connection.RunAsync(() => connection.Query("select version()", cancellationToken).Scalar, cancellationToken);
        (string What, string Value)[] facts =
        [
            ("sluice", SluiceCommandLine.Version),
            ("project", $"{session.Project.Name} in {session.Folder}"),
            ("contents", session.Describe()),
            ("target", $"{session.Project.Target.ProfileName}.{session.Project.Target.Name}, {session.Project.Target.Threads} threads"),
            ("database", $"{adapter.Type} {engine}, {session.DatabasePath ?? "in memory"}, schema {session.Project.Target.Schema}"),
            ("state", session.StatePath),
        ];
        await call.Host.Output.WriteLineAsync(form == "json" ? Json(facts) : string.Join('\n', facts.Select(fact => $"{fact.What,-10}{fact.Value}")));
        call.Talk.Info("the database opens");
        return ExitCode.Ok;
    }

    private static string Json((string What, string Value)[] facts)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartObject();
            foreach (var (what, value) in facts)
            {
                writer.WriteString(what, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
