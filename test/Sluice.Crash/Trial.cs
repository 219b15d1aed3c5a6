using System.Globalization;
using Sluice.Cli.Crashing;
using Sluice.Runs;

namespace Sluice.Crash;

/// <summary>What one trial showed.</summary>
/// <param name="Number">The trial: with the seed it says every choice that was made.</param>
/// <param name="Kills">The instants of its kills, each from the start of the process that was killed.</param>
/// <param name="Problems">What is wrong; empty where all is as it should be.</param>
/// <param name="Repeated">Commits that were made again.</param>
/// <param name="Reopening">The longest that it took to be opened again after a kill.</param>
internal sealed record TrialResult(int Number, IReadOnlyList<TimeSpan> Kills, IReadOnlyList<string> Problems, int Repeated, TimeSpan Reopening)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"trial {Number}: killed at {string.Join(", ", Kills.Select(kill => $"{kill.TotalMilliseconds:0} ms"))}: {(Problems.Count == 0 ? "equal" : string.Join("; ", Problems))}");
}

/// <summary>A run from nothing that is killed at a random instant, and perhaps again while it goes on, until it gets through.</summary>
internal sealed class Trial(CampaignOptions options, Undisturbed undisturbed, int number)
{
    private const double KilledAgain = 0.3;
    private const double RunInsteadOfResume = 0.25;
    private const int MostKills = 6;
    private readonly Random _random = new(unchecked((options.Seed * 1_000_003) + number));
    private readonly List<TimeSpan> _kills = [];
    private readonly List<string> _problems = [];
    private IReadOnlyList<string> _committed = [];
    private TimeSpan _reopening;
    private bool _isRunAnew;

    /// <summary>Carries it out; the folder of one that shows a problem stays, with the problem in <c>trial.txt</c>.</summary>
    internal async Task<TrialResult> RunAsync()
    {
        var folder = new ScratchProject(options.Project, ScratchParts.Sources);
        while (!await KillFirstAsync(folder))
        {
            // It ended before its instant came: another one.
            folder.Dispose();
            folder = new ScratchProject(options.Project, ScratchParts.Sources);
        }

        await GoOnAsync(folder);
        var repeated = await CompareAsync(folder);
        var result = new TrialResult(number, _kills, _problems, repeated, _reopening);
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
        var instant = undisturbed.Took * _random.NextDouble();
        if (!(await folder.CallAsync(options.Command, instant)).Killed)
        {
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
            var instant = undisturbed.Took * _random.NextDouble();
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

        _reopening = found.Took > _reopening ? found.Took : _reopening;
        if (found.Took > options.MostReopening)
        {
            _problems.Add($"opened again after {found.Took.TotalMilliseconds:0} ms");
        }

        if (found.Active > 0)
        {
            _problems.Add($"{found.Active} runs are active without an owner");
        }

        // A rollback takes commits back; where there is none, what was durable stays.
        if (undisturbed.Exit == 0 && _committed.Except(found.Commits, StringComparer.Ordinal).ToList() is { Count: > 0 } lost)
        {
            _problems.Add($"{lost.Count} commits are gone: {lost[0]}");
        }

        _committed = found.Commits;
        return found.Last;
    }

    private async Task<int> CompareAsync(ScratchProject folder)
    {
        await LookAsync(folder);
        _problems.AddRange((await TableComparison.CompareAsync(undisturbed.Folder.Database!, folder.Database!)).Select(difference => difference.ToString()));
        var twice = undisturbed.Exit != 0 ? [] : _committed.CountBy(Undisturbed.StepOf)
            .Where(step => step.Value > 1 && !(_isRunAnew && undisturbed.Anew.Contains(step.Key))).Select(step => step.Key).ToList();
        if (twice.Count > 0)
        {
            _problems.Add($"{twice.Count} committed again: {string.Join(", ", twice)}");
        }

        return twice.Count;
    }
}
