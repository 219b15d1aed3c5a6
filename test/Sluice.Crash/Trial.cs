using System.Globalization;
using Sluice.Cli.Crashing;
using Sluice.Runs;

namespace Sluice.Crash;

/// <summary>What one trial showed.</summary>
/// <param name="Number">The trial: with the seed it says every choice that was made.</param>
/// <param name="Kills">The instants of its kills, each from the start of the process that was killed.</param>
/// <param name="Problems">What is wrong; empty where all is as it should be.</param>
/// <param name="Repeated">Commits, of steps and of chunks, that were made again.</param>
/// <param name="Chunks">Chunks that a kill has found committed in a step that was not.</param>
/// <param name="Reopening">The longest that it took to be opened again after a kill.</param>
/// <param name="Log">The most bytes of DuckDB's write-ahead log that were read again for that.</param>
internal sealed record TrialResult(int Number, IReadOnlyList<TimeSpan> Kills, IReadOnlyList<string> Problems, long Repeated, long Chunks, TimeSpan Reopening, long Log)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"trial {Number}: killed at {string.Join(", ", Kills.Select(kill => $"{kill.TotalMilliseconds:0} ms"))}: {(Problems.Count == 0 ? "equal" : string.Join("; ", Problems))}");
}

/// <summary>A run that is killed at a random instant, and perhaps again while it goes on, until it gets through.</summary>
internal sealed class Trial(CampaignOptions options, Scene scene, Undisturbed undisturbed, int number)
{
    private const double KilledAgain = 0.3;
    private const double RunInsteadOfResume = 0.5;
    private const int MostKills = 6;
    private readonly Random _random = new(unchecked((options.Seed * 1_000_003) + number));
    private readonly List<TimeSpan> _kills = [];
    private readonly List<string> _problems = [];
    private readonly ChunkWatch _chunks = new(scene.Commits);
    private IReadOnlyList<string> _committed = scene.Commits;
    private TimeSpan _reopening;
    private long _log;
    private TimeSpan _span = undisturbed.Took;
    private Reopened? _last;
    private bool _isRunAnew;

    /// <summary>Carries it out; the folder of one that shows a problem stays, with the problem in <c>trial.txt</c>.</summary>
    internal async Task<TrialResult> RunAsync()
    {
        var folder = scene.Copy();
        while (!await KillFirstAsync(folder))
        {
            // It ended before its instant came: another one.
            folder.Dispose();
            folder = scene.Copy();
        }

        await GoOnAsync(folder);
        var repeated = await CompareAsync(folder);
        var result = new TrialResult(number, _kills, _problems, repeated, _chunks.Seen, _reopening, _log);
        if (_problems.Count > 0)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Root, "trial.txt"), $"seed {options.Seed}, {result}\n");
            _problems.Add($"kept in {folder.Root}");
        }
        else
        {
            folder.Dispose();
        }

        return result;
    }

    private async Task<bool> KillFirstAsync(ScratchProject folder)
    {
        var instant = _span * _random.NextDouble();
        var ended = await folder.CallAsync(options.Command, instant);
        if (!ended.Killed)
        {
            // A machine that was busy while the undisturbed run was timed would send most instants behind the end.
            _span = ended.Took < _span ? ended.Took : _span;
            return false;
        }

        _kills.Add(instant);
        return true;
    }

    private async Task GoOnAsync(ScratchProject folder)
    {
        while (true)
        {
            var last = await LookAsync(folder);
            if (last is RunStatus.Succeeded)
            {
                // It was killed behind its end, while it tidied up.
                return;
            }

            var isRun = last is null || _random.NextDouble() < RunInsteadOfResume;
            IEnumerable<string> command = isRun ? options.Command : ["resume"];
            _isRunAnew |= isRun && last is not null;
            var instant = _span * _random.NextDouble();
            var isKilled = _random.NextDouble() < KilledAgain && _kills.Count < MostKills;
            var ended = await folder.CallAsync(command, isKilled ? instant : null);
            if (!ended.Killed)
            {
                if (ended.Exit != undisturbed.Exit)
                {
                    _problems.Add($"`sluice {string.Join(' ', command)}` ended with {ended.Exit}: {ended.Said}");
                }

                return;
            }

            _kills.Add(instant);
        }
    }

    private async Task<RunStatus?> LookAsync(ScratchProject folder)
    {
        var found = await Reopened.LookAsync(folder);
        for (var look = 0; look < 2 && found.Took > options.MostReopening; look++)
        {
            // A machine that is busy with other things says nothing about the time that it takes.
            var again = await Reopened.LookAsync(folder);
            found = again.Took < found.Took ? again : found;
        }

        _log = Math.Max(_log, found.Log);
        _reopening = found.Took > _reopening ? found.Took : _reopening;
        if (found.Took > options.MostReopening)
        {
            _problems.Add($"opened again after {found.Took.TotalMilliseconds:0} ms, having read a log of {found.Log / 1_000_000} MB");
        }

        if (found.Active > 0)
        {
            _problems.Add($"{found.Active} runs are active without an owner");
        }

        // A rollback takes commits back; where there is none, what was durable stays, until a later commit of the same step stands for it.
        if (undisturbed.Exit == 0 && _committed.Except(found.Commits, StringComparer.Ordinal).Where(commit => !IsReplaced(commit, found)).ToList() is { Count: > 0 } lost)
        {
            _problems.Add($"{lost.Count} commits are gone: {lost[0]}");
        }

        _problems.AddRange(_chunks.Look(found, found.Commits.Except(_committed, StringComparer.Ordinal)));
        _committed = found.Commits;
        _last = found;
        return found.Runs > scene.Runs ? found.Last : null;
    }

    private static bool IsReplaced(string commit, Reopened found) => found.Commits.Any(other =>
        Undisturbed.StepOf(other) == Undisturbed.StepOf(commit) && string.CompareOrdinal(other.Split('|')[^1], commit.Split('|')[^1]) > 0);

    private async Task<long> CompareAsync(ScratchProject folder)
    {
        await LookAsync(folder);
        _problems.AddRange((await TableComparison.CompareAsync(undisturbed.Folder.Database!, folder.Database!)).Select(difference => difference.ToString()));
        var twice = undisturbed.Exit != 0 ? [] : _committed.Except(scene.Commits, StringComparer.Ordinal).CountBy(Undisturbed.StepOf)
            .Where(step => step.Value > 1 && !(_isRunAnew && undisturbed.Anew.Contains(step.Key))).Select(step => step.Key).ToList();
        if (twice.Count > 0)
        {
            _problems.Add($"{twice.Count} committed again: {string.Join(", ", twice)}");
        }

        var chunks = _chunks.Repeated(_last!);
        if (chunks > 0)
        {
            _problems.Add($"{chunks} chunks committed again");
        }

        return twice.Count + chunks;
    }
}
