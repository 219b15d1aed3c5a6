using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Runs;

namespace Sluice.Cli.Crashing;

/// <summary>
/// Builds copies of the project, kills each at another boundary of a step and goes on with it, and compares what comes out with a build
/// that nobody killed. The project's own database is only copied.
/// </summary>
/// <param name="call">The command's call.</param>
/// <param name="settings">Where the project is and what it is read with.</param>
/// <param name="selection">What is built of it.</param>
/// <param name="limit">The most kills; null for all.</param>
internal sealed class CrashEverywhere(CommandCall call, ProjectSettings settings, SelectionSettings selection, int? limit)
{
    // A gate commits by itself.
    private static readonly (string Before, string After)[] Boundaries =
        [(CrashPoint.BeforeCommit, CrashPoint.AfterCommit), (CrashPoint.BeforeGate, CrashPoint.AfterGate)];

    private readonly List<CrashFinding> _findings = [];

    internal async Task<int> RunAsync(string form, CancellationToken cancellationToken)
    {
        var (folder, database, hasGates) = await FindAsync(cancellationToken);
        using var source = Copy(folder, ScratchParts.SourcesAndDatabase);
        using var undisturbed = await BuildAsync(source, cancellationToken);
        using var again = await BuildAsync(source, cancellationToken);
        // What two builds that nobody killed do not agree on, such as a random number or the time, says nothing about a kill.
        var unsteady = await DifferencesAsync(undisturbed, again, database, [], cancellationToken);
        foreach (var difference in unsteady)
        {
            call.Talk.Warn($"not compared, because it differs between two undisturbed builds: {difference.Place}");
        }

        var left = false;
        foreach (var (before, after) in Boundaries[..(hasGates ? 2 : 1)])
        {
            for (var number = 1; !left && await KillAsync(source, undisturbed, database, before, number, unsteady, cancellationToken); number++)
            {
                await KillAsync(source, undisturbed, database, after, number, unsteady, cancellationToken);
                left = _findings.Count >= limit;
            }
        }

        return await CrashSummary.WriteAsync(call, [.. _findings], left, form);
    }

    // False where the build has ended before it came to the boundary: there are no more.
    private async Task<bool> KillAsync(
        ScratchProject source, ScratchProject undisturbed, string database, string boundary, int number, ImmutableArray<CrashDifference> unsteady, CancellationToken cancellationToken)
    {
        using var scratch = Copy(source.Root, ScratchParts.Everything);
        var point = string.Create(CultureInfo.InvariantCulture, $"{boundary}:{number}");
        if (!(await scratch.CallAsync(Build(), crashAt: point, cancellationToken: cancellationToken)).Killed)
        {
            return false;
        }

        var step = await StepAtWorkAsync(scratch, cancellationToken);
        var resumed = await scratch.CallAsync(["resume", .. Where()], cancellationToken: cancellationToken);
        var finding = new CrashFinding(step, boundary, resumed.Exit == 0
            ? await DifferencesAsync(undisturbed, scratch, database, unsteady, cancellationToken)
            : [new CrashDifference("resume", $"`sluice resume` ended with {resumed.Exit}: {LastLine(resumed.Said)}")]);
        _findings.Add(finding);
        call.Talk.Info($"{_findings.Count,5}  {(finding.IsSafe ? "safe   " : "NOT SAFE")}  {step}, killed {boundary.Replace('-', ' ')}{(finding.IsSafe ? "" : $": {finding.Differences[0].Text}")}");
        return true;
    }

    private async Task<ScratchProject> BuildAsync(ScratchProject source, CancellationToken cancellationToken)
    {
        var scratch = Copy(source.Root, ScratchParts.Everything);
        var built = await scratch.CallAsync(Build(), cancellationToken: cancellationToken);
        if (built.Exit == 0)
        {
            return scratch;
        }

        scratch.Dispose();
        call.Talk.Info(built.Said.Trim());
        throw new DiagnosticException(CrashErrors.DoesNotBuild(call.Line, built.Exit));
    }

    /// <summary>The project's folder, its database relative to it, for what lies elsewhere would not be a copy, and whether a stage may have a gate.</summary>
    private async Task<(string Folder, string Database, bool HasGates)> FindAsync(CancellationToken cancellationToken)
    {
        await using var session = await ProjectSession.OpenAsync(call, settings, "build", new RunSettings(), cancellationToken);
        var target = session.Project.Target;
        var outside = target.Attach.Where(attached => !attached.ReadOnly).Select(attached => attached.Path).Prepend(target.Path)
            .FirstOrDefault(path => path == ":memory:" || Path.IsPathRooted(path) || path.Contains("://", StringComparison.Ordinal) || path.Split('/', '\\').Contains(".."));
        return outside is null ? (session.Folder, target.Path, session.Project.Settings?.Workflow is not null) : throw new DiagnosticException(CrashErrors.CannotBeCopied(call.Line, outside));
    }

    private static async Task<string> StepAtWorkAsync(ScratchProject scratch, CancellationToken cancellationToken)
    {
        await using var store = await StateStore.OpenAsync(scratch.State, TimeProvider.System, cancellationToken: cancellationToken);
        var last = (await store.Runs.ListAsync(1, cancellationToken: cancellationToken))[0].Run;
        var steps = (await store.Runs.GetAsync(last, cancellationToken))!.Steps;
        return (steps.FirstOrDefault(step => step is { StartedAt: not null, Status: null })?.Step ?? steps[^1].Step).ToString();
    }

    private static async Task<ImmutableArray<CrashDifference>> DifferencesAsync(
        ScratchProject expected, ScratchProject found, string database, ImmutableArray<CrashDifference> unsteady, CancellationToken cancellationToken)
    {
        var tables = await TableComparison.CompareAsync(Path.Combine(expected.Root, database), Path.Combine(found.Root, database), cancellationToken);
        var (ours, theirs) = (expected.WrittenFiles(), found.WrittenFiles());
        var files = ours.Keys.Union(theirs.Keys).Where(file => ours.GetValueOrDefault(file) != theirs.GetValueOrDefault(file)).Order(StringComparer.Ordinal);
        return
        [
            .. tables.Select(table => new CrashDifference(table.Relation, table.ToString()))
                .Concat(files.Select(file => new CrashDifference(file, $"the file {file} is another one")))
                .Where(difference => !unsteady.Any(other => other.Place == difference.Place)),
        ];
    }

    private ScratchProject Copy(string folder, ScratchParts parts) =>
        new(folder, parts) { Program = call.Host.Application is null ? null : Assembly.GetEntryAssembly()!.Location };

    // One step at a time: the boundary with a number is the same one in each build.
    private IEnumerable<string> Build() =>
    [
        "build", "--force", "--threads", "1", .. Where(),
        .. selection.Select.IsEmpty ? [] : (IEnumerable<string>)["--select", .. selection.Select],
        .. selection.Exclude.IsEmpty ? [] : (IEnumerable<string>)["--exclude", .. selection.Exclude],
    ];

    private IEnumerable<string> Where() => new (string Option, string? Value)[]
    {
        ("--profiles-dir", settings.ProfilesFolder is { } profiles ? Path.GetFullPath(profiles, call.Host.StartFolder) : null),
        ("--profile", settings.Profile),
        ("--target", settings.Target),
        ("--vars", settings.Vars),
    }.Where(option => option.Value is not null).SelectMany(option => new[] { option.Option, option.Value! });

    private static string LastLine(string said) => said.Trim().Split('\n')[^1].Trim();
}
