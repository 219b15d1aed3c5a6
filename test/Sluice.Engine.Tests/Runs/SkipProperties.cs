using System.Collections.Concurrent;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Assets;
using Sluice.Engine.Runs;
using Sluice.Engine.Tests.Support;
using Sluice.Graph;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

/// <summary>
/// Whatever was changed, selected, broken off and resumed before: a run of everything leaves the tables as a run from nothing would.
/// </summary>
public sealed class SkipProperties
{
    [Fact]
    public void Skipping_never_leaves_other_tables_than_building_everything()
    {
        var skipped = 0;
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), async numbers =>
        {
            var used = new Project(numbers);
            for (var round = 0; round < 4; round++)
            {
                used.ChangeSomething();
                await used.RunSomethingAsync();
            }

            var last = await used.RunAllAsync();
            var fresh = new Project(numbers, used.Code);
            await fresh.RunAllAsync();

            skipped += last.Outcomes.Count(outcome => outcome.Result.Status == StepStatus.Unchanged);
            return last.Status == RunStatus.Succeeded && used.Tables.OrderBy(table => table.Key).SequenceEqual(fresh.Tables.OrderBy(table => table.Key));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(60));

        Assert.True(skipped > 200, $"only {skipped} steps were skipped");
    }

    private sealed class Project
    {
        private readonly int[] _numbers;
        private readonly int _count;
        private readonly FakeProject _project = new();
        private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
        private AssetGraph? _graph;
        private int _next;

        internal Project(int[] numbers, IReadOnlyDictionary<string, string>? code = null)
        {
            _numbers = numbers.Length == 0 ? [0] : numbers;
            _count = 2 + Take(6);
            for (var asset = 0; asset < _count; asset++)
            {
                var years = Take(3) > 0;
                var reads = Enumerable.Range(0, asset == 0 ? 0 : Take(4)).Select(_ => Take(asset)).Distinct().Select(upstream => Read(upstream, years));
                var self = years && Take(2) == 0 ? $" -{Name(asset)}" : "";
                _project.Add(Name(asset), string.Join(' ', reads) + self, With, years);
                Code[Name(asset)] = code?[Name(asset)] ?? "1";
                _project.Change(Name(asset), Code[Name(asset)]);
            }
        }

        internal Dictionary<string, string> Code { get; } = new(StringComparer.Ordinal);

        internal ConcurrentDictionary<string, int> Tables { get; } = new(StringComparer.Ordinal);

        internal void ChangeSomething()
        {
            var name = Name(Take(_count));
            Code[name] += "'";
            _project.Change(name, Code[name]);
        }

        /// <summary>Runs a part of the project, some of it broken; goes on with what failed after it was mended, or leaves it.</summary>
        internal async Task RunSomethingAsync()
        {
            _broken.Clear();
            if (Take(2) == 0)
            {
                _broken.Add(Name(Take(_count)));
            }

            ImmutableArray<AssetKey>? selected = Take(3) == 0 ? null : [.. Enumerable.Range(0, _count).Where(_ => Take(2) == 0).Select(asset => new AssetKey(Name(asset)))];
            ImmutableArray<PartitionKey>? partitions = Take(3) == 0 && _project.Graph().Assets.Any(asset => asset.Partitions is not null) ? [new PartitionKey("2026")] : null;
            var result = await RunAsync(new PlanRequest { Selected = selected, Partitions = partitions, Force = Take(5) == 0, SkipUnchanged = Take(5) > 0 });
            _broken.Clear();
            if (result.Status == RunStatus.Failed && Take(2) == 0)
            {
                if (Take(2) == 0)
                {
                    ChangeSomething();
                }

                _graph = _project.Graph();
                await _project.Engine.ResumeAsync(_graph, result.Run);
            }
        }

        internal Task<RunResult> RunAllAsync()
        {
            _broken.Clear();
            return RunAsync(new PlanRequest());
        }

        private async Task<RunResult> RunAsync(PlanRequest request)
        {
            _graph = _project.Graph();
            return await _project.Engine.RunAsync(_graph, await Planner.PlanAsync(_graph, request, _project.Commits));
        }

        private AssetDefinition With(AssetDefinition asset) => asset with { Body = (context, _) => Task.FromResult(Build(context)) };

        // Few values, so that changed code often yields what was there before.
        private StepResult Build(StepContext context)
        {
            if (_broken.Contains(context.Step.Asset.Name))
            {
                return new StepResult(StepStatus.Errored, Message: "broken");
            }

            var value = context.CodeVersion.Length / 2;
            foreach (var read in _graph!.Upstream(context.Step))
            {
                value += 1 + Tables[read.ToString()];
            }

            Tables[context.Step.ToString()] = value % 3;
            return _project.Commits.Commit(context, $"{value % 3}");
        }

        private int Take(int limit)
        {
            var number = _numbers[_next % _numbers.Length] + (_next / _numbers.Length);
            _next++;
            return (int)((uint)(number * 31) % (uint)limit);
        }

        private string Read(int upstream, bool years)
        {
            var partitioned = _project.Graph().TryGet(new AssetKey(Name(upstream)))!.Partitions is not null;
            return (years, partitioned) switch
            {
                (true, true) => Take(2) == 0 ? "-" + Name(upstream) : Name(upstream),
                (false, true) => "*" + Name(upstream),
                _ => Name(upstream),
            };
        }

        private static string Name(int asset) => "a" + asset;
    }
}
