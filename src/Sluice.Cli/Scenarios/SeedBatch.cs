using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Sluice.Cli.Comparing;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Sql.Project;

namespace Sluice.Cli.Scenarios;

/// <summary>Runs a verb once for each seed, each in a database of its own, and tells how the figures of reports are distributed.</summary>
/// <param name="call">The command's call.</param>
/// <param name="project">Where the project is.</param>
/// <param name="verb">What is taken from it.</param>
/// <param name="settings">How steps are planned and run.</param>
/// <param name="parallel">The most seeds at a time.</param>
internal sealed class SeedBatch(CommandCall call, ProjectSettings project, Verb verb, RunSettings settings, int parallel)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<long, List<SeedFigure>> _figures = [];
    private int _ended;

    /// <summary>True where the databases stay.</summary>
    internal bool Keeps { get; init; }

    internal async Task<int> RunAsync(ImmutableArray<long> seeds, SelectionSettings selection, string form, CancellationToken cancellationToken)
    {
        var folder = ProjectFolders.Find(project.ProjectFolder, call);
        var own = ScenarioChoice.Settle(call, project, folder) with { ProjectFolder = folder };
        var (variable, kept, database) = await PrepareAsync(own, cancellationToken);
        var missing = seeds.Where(seed => !TryKeep(seed, PathOf(kept, seed))).ToList();
        foreach (var seed in Keeps ? [] : seeds.Where(_figures.ContainsKey))
        {
            // A call that was killed between its figures and its end has left these.
            var place = PlaceOf(seed, own, folder, missing.Count);
            SeedPlaces.Delete(database is null ? null : Target.PathAt(database, Name(seed)), StatePath.In(folder, place.Place), Path.GetFullPath(place.TargetPath!, folder));
        }

        call.Talk.Info($"{Amounts.Count(missing.Count, "seed")} to run{(missing.Count < seeds.Length ? $", {seeds.Length - missing.Count} known from before" : "")}");
        await Parallel.ForEachAsync(
            missing, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = CancellationToken.None },
            async (seed, _) =>
            {
                if (!cancellationToken.IsCancellationRequested)
                {
                    await RunOneAsync(seed, variable, own, folder, PathOf(kept, seed), selection, missing.Count, cancellationToken);
                }
            });
        return await EndAsync(seeds, kept, form, cancellationToken);
    }

    // What was kept is only good for the very same files and variables, the seed aside.
    private async Task<(string Variable, string Kept, string? Database)> PrepareAsync(ProjectSettings own, CancellationToken cancellationToken)
    {
        await using var session = await ProjectSession.OpenAsync(call, own, verb.Name, settings, cancellationToken);
        session.Artifacts.AreKept = false;
        var variable = session.Project.Settings?.Settings.SeedVariable ?? EngineSettings.UsualSeedVariable;
        if (!session.Project.HasVariable(variable))
        {
            throw new DiagnosticException(ScenarioUsage.NoSeedVariable(call.Line, variable));
        }

        return MetricModels.Of(session.Project).IsEmpty
            ? throw new DiagnosticException(ScenarioUsage.NoFigures(call.Line))
            : (variable, Path.Combine(session.TargetFolder, "seeds", ConfigurationHash.Of(session.Project, variable)), session.DatabasePath);
    }

    private static string PathOf(string kept, long seed) => Path.Combine(kept, string.Create(CultureInfo.InvariantCulture, $"{seed}.json"));

    private static string Name(long seed) => string.Create(CultureInfo.InvariantCulture, $"seed_{seed}");

    private ProjectSettings PlaceOf(long seed, ProjectSettings own, string folder, int all) =>
        ScenarioChoice.Placed(own with { TargetPath = project.TargetPath, Databases = Math.Min(parallel, all) }, own.Scenario, folder, Name(seed));

    private bool TryKeep(long seed, string path) => SeedFigures.TryRead(path) is { } figures && _figures.TryAdd(seed, figures);

    private async Task RunOneAsync(
        long seed, string variable, ProjectSettings own, string folder, string path, SelectionSettings selection, int all, CancellationToken cancellationToken)
    {
        var quiet = call with { Global = call.Global with { WritesJson = false, KeepsParse = false } };
        var one = ScenarioCall.Of(quiet, Name(seed), _gate, TextWriter.Null, least: TalkLevel.Warn);
        var place = PlaceOf(seed, own, folder, all) with { ScenarioVars = own.ScenarioVars.SetItem(variable, seed) };
        string? database = null;
        var exit = await ScenarioCall.GuardAsync(
            one,
            async () =>
            {
                await using var session = await ProjectSession.OpenAsync(one, place, verb.Name, settings, cancellationToken);
                session.Artifacts.AreKept = false;
                database = session.DatabasePath;
                // A database that a killed call left behind is half of a run: begun again, the figures are those of a whole one.
                SeedPlaces.Delete(database, StatePath.In(folder, place.Place), targetFolder: null);
                var code = await new ProjectRun(one, session, verb, settings).RunAsync(selection, "none", cancellationToken);
                if (code == ExitCode.Ok)
                {
                    var figures = await SeedFigures.ReadAsync(session, cancellationToken);
                    SeedFigures.Write(path, figures);
                    _figures[seed] = figures;
                }

                return code;
            },
            cancellationToken);
        if (!Keeps)
        {
            SeedPlaces.Delete(database, StatePath.In(folder, place.Place), Path.GetFullPath(place.TargetPath!, folder));
        }

        call.Talk.Info($"{Interlocked.Increment(ref _ended)} of {all}: seed {seed} {(exit == ExitCode.Ok ? "succeeded" : "failed")}");
    }

    private async Task<int> EndAsync(ImmutableArray<long> seeds, string kept, string form, CancellationToken cancellationToken)
    {
        var failed = seeds.Where(seed => !_figures.ContainsKey(seed)).ToList();
        var distributions = Percentiles.Of(seeds.Where(_figures.ContainsKey).Select(seed => _figures[seed]));
        var folder = Path.GetDirectoryName(kept)!;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "percentiles.csv"), SeedReport.Csv(distributions), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(folder, "percentiles.json"), SeedReport.Json(distributions, failed), CancellationToken.None);
        await call.Host.Output.WriteLineAsync(form == "json" ? SeedReport.Json(distributions, failed) : SeedReport.Table(distributions, call.Host.OutputWidth));
        call.Talk.Info($"written: {Path.Combine(folder, "percentiles.csv")} and percentiles.json");
        if (failed.Count > 0)
        {
            call.Talk.Error($"{Amounts.Count(failed.Count, "seed")} without figures; the same command goes on with what is missing");
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : failed.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
