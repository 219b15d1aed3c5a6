using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Scenarios;

namespace Sluice.Cli.Comparing;

/// <summary>A word of <c>sluice diff</c>: a scenario, a database file, or the target folder of a run.</summary>
/// <param name="Name">The word.</param>
/// <param name="Path">The database file, absolute.</param>
/// <param name="Line">The command line.</param>
internal sealed record DatabaseOperand(string Name, string Path, CommandText Line)
{
    /// <summary>Finds the database that a word means.</summary>
    /// <exception cref="DiagnosticException">It means none, or the database does not exist.</exception>
    internal static DatabaseOperand Find(CommandCall call, ProjectSession session, string word)
    {
        var scenarios = session.Project.Settings?.ScenarioFiles.Select(scenario => scenario.Name).Prepend(Scenario.Base).ToList() ?? [Scenario.Base];
        var path = scenarios.Contains(word, StringComparer.Ordinal)
            ? System.IO.Path.GetFullPath(Target.PathAt(session.Project.Target.Path, word == Scenario.Base ? null : word), session.Folder)
            : InFolder(word, call, session.Folder) ?? AsFile(word, call, session.Folder)
                ?? throw new DiagnosticException(CompareErrors.UnknownOperand(call.Line, word, scenarios));
        return File.Exists(path)
            ? new DatabaseOperand(word, path, call.Line)
            : throw new DiagnosticException(CompareErrors.NoDatabase(call.Line, word, path));
    }

    internal Diagnostic Unreadable(string reason) => CompareErrors.Unreadable(Line, Name, reason);

    private static string? AsFile(string word, CommandCall call, string folder) =>
        new[] { System.IO.Path.GetFullPath(word, call.Host.StartFolder), System.IO.Path.GetFullPath(word, folder) }.FirstOrDefault(File.Exists);

    // A run's own summary tells which database it built in.
    private static string? InFolder(string word, CommandCall call, string folder)
    {
        var found = new[] { System.IO.Path.GetFullPath(word, call.Host.StartFolder), System.IO.Path.GetFullPath(word, folder) }.FirstOrDefault(Directory.Exists);
        if (found is null)
        {
            return null;
        }

        var summary = System.IO.Path.Combine(found, "reports", "run.json");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(summary));
            return json.RootElement.GetProperty("places").GetProperty("database").GetString();
        }
        catch (Exception error) when (error is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DiagnosticException(CompareErrors.NoSummary(call.Line, word, summary));
        }
    }
}
