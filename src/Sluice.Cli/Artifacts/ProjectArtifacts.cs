using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Sql.Artifacts;
using Sluice.Threads;

namespace Sluice.Cli.Artifacts;

/// <summary>The files in the target folder that dbt's tools read.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
internal sealed class ProjectArtifacts(CommandCall call, ProjectSession session)
{
    private const string ManifestName = "manifest.json";
    private const string ResultsName = "run_results.json";
    private const string CustomEnvironment = "DBT_ENV_CUSTOM_ENV_";

    private readonly DateTimeOffset _startedAt = call.Host.Time.GetUtcNow();
    private Task? _manifest;

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

    private bool WritesManifest => AreKept && call.Global.WritesJson;

    /// <summary>Begins to write manifest.json on another thread, for a command that adds nothing more to it.</summary>
    internal void BeginManifest()
    {
        if (WritesManifest)
        {
            var path = PathOf(ManifestName);
            using var thread = new WorkThreads("sluice manifest", most: 1);
            _manifest = thread.RunAsync(() => WriteManifest(path));
        }
    }

    /// <summary>Writes manifest.json, or waits for it where that has begun. Where it fails, the command has still done what it is for.</summary>
    internal async Task WriteManifestAsync()
    {
        if (!WritesManifest)
        {
            return;
        }

        try
        {
            await (_manifest ?? WorkThreads.RunHere(() => WriteManifest(PathOf(ManifestName))));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Tell(ManifestName, error, AreThePoint ? TalkLevel.Warn : TalkLevel.Debug);
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
            try
            {
                RunResultsFile.Write(
                    PathOf(ResultsName), session.Project, run, results, elapsed ?? run.GeneratedAt - run.StartedAt, CommandArguments.Of(call, command));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Tell(ResultsName, error, TalkLevel.Warn);
            }
        }
    }

    private bool WriteManifest(string path)
    {
        ManifestFile.Write(path, session.Project, Run);
        return true;
    }

    private string PathOf(string name) => Path.Combine(session.TargetFolder, name);

    // What the command has done is done; tools that read the file find the one before.
    private void Tell(string name, Exception error, TalkLevel level) => call.Talk.Say(
        level, $"{name} could not be written in {session.TargetFolder}: {error.Message}", writer => writer.WriteString("event", "artifact_not_written"));
}
