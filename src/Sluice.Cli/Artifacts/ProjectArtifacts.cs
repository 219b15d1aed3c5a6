using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Artifacts;

/// <summary>The files in the target folder that dbt's tools read.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
internal sealed class ProjectArtifacts(CommandCall call, ProjectSession session)
{
    private const string CustomEnvironment = "DBT_ENV_CUSTOM_ENV_";

    private readonly DateTimeOffset _startedAt = call.Host.Time.GetUtcNow();

    /// <summary>False for a command that leaves the target folder as it is.</summary>
    internal bool AreKept { get; set; } = true;

    /// <summary>True for a command that is there to write them: then it is told where one cannot be written.</summary>
    internal bool AreThePoint { get; set; }

    /// <summary>What artifacts tell of this command, now.</summary>
    internal ArtifactRun Run => new()
    {
        StartedAt = _startedAt,
        GeneratedAt = call.Host.Time.GetUtcNow(),
        TargetFolder = session.TargetFolder,
        Compiled = session.Files.Compiled,
        Expressions = session.Files.Expressions,
        SqlFile = session.Files.PathOf,
        Environment = System.Environment.GetEnvironmentVariables().Keys.OfType<string>()
            .Where(name => name.StartsWith(CustomEnvironment, StringComparison.Ordinal))
            .ToDictionary(name => name[CustomEnvironment.Length..], name => call.Host.Environment(name) ?? "", StringComparer.Ordinal),
    };

    /// <summary>Writes manifest.json. Where that fails, the command has still done what it is for.</summary>
    internal void WriteManifest()
    {
        if (AreKept && call.Global.WritesJson)
        {
            Try("manifest.json", AreThePoint, path => ManifestFile.Write(path, session.Project, Run));
        }
    }

    /// <summary>Writes run_results.json; where that fails, a warning is shown.</summary>
    /// <param name="command">The command that they are the results of.</param>
    /// <param name="results">One for each node.</param>
    /// <param name="elapsed">How long it took; null counts from the command's start.</param>
    internal void WriteResults(string command, IEnumerable<NodeOutcome> results, TimeSpan? elapsed = null)
    {
        if (call.Global.WritesJson)
        {
            var run = Run;
            Try("run_results.json", isTold: true, path => RunResultsFile.Write(
                path, session.Project, run, results, elapsed ?? run.GeneratedAt - run.StartedAt, CommandArguments.Of(call, command)));
        }
    }

    // What the command has done is done; tools that read the file find the one before.
    private void Try(string name, bool isTold, Action<string> write)
    {
        try
        {
            write(Path.Combine(session.TargetFolder, name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            call.Talk.Say(isTold ? TalkLevel.Warn : TalkLevel.Debug, $"{name} could not be written in {session.TargetFolder}: {error.Message}", writer => writer.WriteString("event", "artifact_not_written"));
        }
    }
}
