using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Engine.Runs;
using Sluice.Engine.Tests.Support;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

/// <summary>
/// Turns any list of numbers into a project of three years and up to four stages, in any order that they can have, with gates and
/// prerequisites; notes when each step began and ended.
/// </summary>
internal sealed class StagedProject
{
    private static readonly string[] Years = ["2025", "2026", "2027"];
    private readonly int[] _numbers;
    private readonly FakeProject _project;
    private readonly Dictionary<string, (int Stage, string[] Reads)> _assets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fails = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly int _failures;
    private int _next;
    private int _clock;

    /// <summary>Makes the project; the same numbers make the same one.</summary>
    /// <param name="numbers">What decides everything.</param>
    /// <param name="failures">How often what fails does so before it succeeds; 0 for a project in which nothing fails.</param>
    /// <param name="retries">How often stages are tried again.</param>
    internal StagedProject(int[] numbers, int failures, int retries = 0)
    {
        _numbers = numbers.Length == 0 ? [0] : numbers;
        _failures = failures;
        var count = 2 + Take(3);
        var stages = Enumerable.Range(0, count).Select(stage => new Stage($"s{stage}")
        {
            DependsOn = Take(3) == 0 ? [.. Enumerable.Range(0, stage).Where(_ => Take(2) == 0).Select(earlier => $"s{earlier}")] : null,
            AfterPrevious = Take(3) == 0,
            Parallel = Take(4) == 0 ? 1 : null,
            OnFailure = new StageRecovery { Retries = retries, Rebuild = Take(3) == 0 ? [new AssetKey($"a{stage}.0")] : [], Then = Take(2) == 0 ? StageEnding.Stop : StageEnding.Continue },
        }).ToImmutableArray();
        Stages = stages;
        _project = new FakeProject { Workflow = new Workflow("year", stages) };
        for (var stage = 0; stage < count; stage++)
        {
            AddStage(stage);
        }
    }

    internal ImmutableArray<Stage> Stages { get; }

    /// <summary>When each step that ran began first and ended last.</summary>
    internal ConcurrentDictionary<string, (int Began, int Ended)> Ran { get; } = new(StringComparer.Ordinal);

    internal IEnumerable<string> Steps => _assets.Keys.SelectMany(asset => Years.Select(year => $"{asset}[{year}]"));

    /// <summary>What is committed of each step.</summary>
    internal IEnumerable<string?> Committed => Steps.Order(StringComparer.Ordinal).Select(step => _project.Commits[step]?.Fingerprint);

    /// <summary>Steps that were run more than once.</summary>
    internal int Again => _attempts.Count(step => step.Value > 1);

    internal Task<RunResult> RunAsync(int threads) => _project.RunAsync(options: new RunOptions { Threads = threads });

    internal Task<RunResult> ResumeAsync(RunId run) => _project.Engine.ResumeAsync(_project.Graph(), run);

    internal int StageOf(string step) => _assets[Asset(step)].Stage;

    /// <summary>The steps that a step reads.</summary>
    internal IEnumerable<string> ReadsOf(string step) => _assets[Asset(step)].Reads
        .Select(read => read[0] == '-' ? (Asset: read[1..], Year: Before(Year(step))) : (Asset: read, Year: Year(step)))
        .Where(read => read.Year is not null)
        .Select(read => $"{read.Asset}[{read.Year}]");

    /// <summary>The steps of all stages that must have ended before the step's own begins.</summary>
    internal IEnumerable<string> StagedBefore(string step) => StageOf(step) < 0 ? [] : StepsIn(StagesBefore(StageOf(step), Year(step)));

    /// <summary>Whether a step's stage, or one before it, is behind a gate that failed.</summary>
    internal bool IsBehindFailedGate(string step, RunResult result) => StageOf(step) >= 0 && StagesBefore(StageOf(step), Year(step))
        .Any(stage => result.Outcomes.Any(outcome => outcome.Step == Keys.Step($"gate.s{stage.Stage}[{stage.Year}]") && outcome.Result.Status == StepStatus.Failed));

    private HashSet<(int Stage, string Year)> StagesBefore(int stage, string year)
    {
        var before = new HashSet<(int, string)>();
        var open = new Stack<(int Stage, string Year)>([(stage, year)]);
        while (open.TryPop(out var one))
        {
            var declared = Stages[one.Stage];
            var direct = declared.DependsOn is { } names
                ? names.Select(name => (int.Parse(name[1..]), one.Year))
                : one.Stage > 0 ? [(one.Stage - 1, one.Year)] : [];
            var previous = declared.AfterPrevious && Before(one.Year) is { } last ? Enumerable.Range(0, Stages.Length).Select(other => (other, last)) : [];
            foreach (var earlier in direct.Concat(previous).Where(before.Add))
            {
                open.Push(earlier);
            }
        }

        return before;
    }

    private IEnumerable<string> StepsIn(HashSet<(int Stage, string Year)> stages) =>
        _assets.SelectMany(asset => stages.Where(stage => stage.Stage == asset.Value.Stage).Select(stage => $"{asset.Key}[{stage.Year}]"));

    private void AddStage(int stage)
    {
        var own = Enumerable.Range(0, 1 + Take(3)).Select(asset => $"a{stage}.{asset}").ToList();
        own.ForEach(name => AddAsset(name, stage));
        if (Take(4) == 0)
        {
            AddAsset($"free{stage}", -1);
        }

        if (Take(2) == 0)
        {
            Note($"gate.s{stage}", stage);
            _project.Gate($"s{stage}", context => Ends(context) ? StepStatus.Succeeded : StepStatus.Failed, string.Join(' ', own));
        }

        if (Take(3) == 0)
        {
            Note($"prerequisites.s{stage}", stage);
            _project.Prerequisite($"s{stage}", context => Ends(context) ? StepStatus.Succeeded : StepStatus.Failed);
        }
    }

    // Reads of the same year go to what was added before: there is no cycle, and no stage reads a later one.
    private void AddAsset(string name, int stage)
    {
        var others = _assets.Keys.Where(asset => asset[0] is 'a' or 'f').ToList();
        var reads = Enumerable.Range(0, others.Count == 0 ? 0 : Take(3)).Select(_ => others[Take(others.Count)]).Distinct()
            .Concat(Take(2) == 0 ? [$"-{name}"] : []).ToArray();
        _assets[name] = (stage, reads);
        MayFail(name);
        _project.Add(name, string.Join(' ', reads), asset => asset with
        {
            Stage = stage < 0 ? null : Stages[stage].Name,
            Body = async (context, _) =>
            {
                Begins(context.Step.ToString());
                await Task.Yield();
                return Ends(context)
                    ? _project.Commits.Commit(context, $"{name} {context.InputVersion}")
                    : new StepResult(StepStatus.Errored, Message: "no");
            },
        }, years: true);
    }

    private void Note(string name, int stage)
    {
        _assets[name] = (stage, []);
        if (name.StartsWith("gate", StringComparison.Ordinal))
        {
            MayFail(name);
        }
    }

    private void MayFail(string name)
    {
        // The same numbers are the same project, whether anything fails in it or not.
        if (Take(5) == 0)
        {
            _fails.Add($"{name}[{Years[Take(3)]}]");
        }
    }

    private void Begins(string step) => Ran.TryAdd(step, (Interlocked.Increment(ref _clock), int.MaxValue));

    private bool Ends(StepContext context)
    {
        var step = context.Step.ToString();
        Begins(step);
        Ran[step] = Ran[step] with { Ended = Interlocked.Increment(ref _clock) };
        return _attempts.AddOrUpdate(step, 1, (_, attempts) => attempts + 1) > _failures || !_fails.Contains(step);
    }

    private int Take(int limit)
    {
        var number = _numbers[_next % _numbers.Length] + (_next / _numbers.Length);
        _next++;
        return (int)((uint)(number * 31) % (uint)limit);
    }

    private static string Asset(string step) => step[..step.IndexOf('[', StringComparison.Ordinal)];

    private static string Year(string step) => step[^5..^1];

    private static string? Before(string year) => Array.IndexOf(Years, year) is var place and > 0 ? Years[place - 1] : null;
}
