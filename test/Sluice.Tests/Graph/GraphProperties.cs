using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Graph;
using Sluice.Partitions;
using Sluice.Tests.Support;

namespace Sluice.Tests.Graph;

public sealed class GraphProperties
{
    [Fact]
    public void Unrolled_readings_are_what_the_mappings_mean() => ForAny(numbers =>
    {
        var (project, graph, _) = Create(numbers);
        var oracle = new Oracle(project.Assets);

        return oracle.Steps.TrueForAll(step => graph.Upstream(step).ToHashSet().SetEquals(oracle.Reads[step]))
            && oracle.Steps.TrueForAll(step => graph.Downstream(step).All(reader => oracle.Reads[reader].Contains(step)));
    });

    [Fact]
    public void The_order_puts_each_step_behind_all_that_it_reads_and_leaves_out_only_cycles() => ForAny(numbers =>
    {
        var (project, graph, _) = Create(numbers);
        var oracle = new Oracle(project.Assets);
        var ancestors = oracle.Ancestors();
        var order = graph.Steps.ToList();
        var places = order.Select((step, place) => (step, place)).ToDictionary(pair => pair.step, pair => pair.place);
        var free = oracle.Steps.Where(step => !ancestors[step].Append(step).Any(other => ancestors[other].Contains(other)));

        return order.ToHashSet().SetEquals(free) && order.TrueForAll(step => oracle.Reads[step].All(read => places[read] < places[step]));
    });

    [Fact]
    public void A_cycle_is_reported_exactly_where_there_is_one() => ForAny(numbers =>
    {
        var (project, _, errors) = Create(numbers);
        var ancestors = new Oracle(project.Assets).Ancestors();

        return errors.Any(IsCycle) == ancestors.Any(pair => pair.Value.Contains(pair.Key));
    });

    [Fact]
    public void The_printed_path_is_a_cycle_and_none_in_its_tangle_is_shorter() => ForAny(numbers =>
    {
        var (project, _, errors) = Create(numbers);
        var oracle = new Oracle(project.Assets);
        var ancestors = oracle.Ancestors();

        return errors.Where(IsCycle).Select(PathOf).All(path =>
        {
            var tangle = oracle.Steps.Where(step => ancestors[step].Contains(path[0]) && ancestors[path[0]].Contains(step));
            return path[0] == path[^1]
                && path.Zip(path.Skip(1)).All(hop => oracle.Reads[hop.Second].Contains(hop.First))
                && path.Count - 1 == tangle.Min(oracle.ShortestWayBack);
        });
    });

    [Fact]
    public void The_suggested_reading_made_prev_opens_every_cycle_of_its_tangle() => ForAny(OpensAll);

    [Fact]
    public void No_reading_is_suggested_where_another_one_of_the_same_asset_looks_back_and_keeps_the_cycle() => Assert.True(OpensAll([-3, 2, 2, -1, 4, 2, -2]));

    [Fact]
    public void No_reading_opens_a_tangle_for_which_none_is_suggested() => ForAny(numbers =>
    {
        var (project, _, errors) = Create(numbers);

        return errors.Where(error => IsCycle(error) && !IsSuggestion(error)).Select(PathOf).All(path => path.Zip(path.Skip(1))
            .Where(hop => CouldLookBack(project, hop.Second.Asset, hop.First.Asset))
            .All(hop =>
            {
                var before = new Oracle(project.Assets).Ancestors();
                var after = new Oracle([.. project.Assets.Select(asset => asset.Key == hop.Second.Asset ? LookBack(asset, hop.First.Asset) : asset)]).Ancestors();
                return before.Keys.Any(step => before[step].Contains(path[0]) && before[path[0]].Contains(step) && after[step].Contains(step));
            }));
    });

    private static bool OpensAll(int[] numbers)
    {
        var (project, _, errors) = Create(numbers);

        return errors.Where(error => IsCycle(error) && IsSuggestion(error)).All(error =>
        {
            // The path is told so that the suggested reading is its last arrow.
            var path = PathOf(error);
            var opened = new Oracle([.. project.Assets.Select(asset => asset.Key == path[^1].Asset ? LookBack(asset, path[^2].Asset) : asset)]);
            var ancestors = opened.Ancestors();
            return path.TrueForAll(step => !ancestors[step].Contains(step));
        });
    }

    private static void ForAny(Func<int[], bool> holds) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(60));

    private static (RandomProject Project, AssetGraph Graph, ImmutableArray<Diagnostic> Errors) Create(int[] numbers)
    {
        var project = new RandomProject(numbers);
        var diagnostics = new DiagnosticBag();
        var graph = AssetGraph.Create(project.Assets, diagnostics);
        return (project, graph, diagnostics.ToSorted());
    }

    private static bool IsCycle(Diagnostic error) => error.Code == "SLUICE2105";

    private static bool IsSuggestion(Diagnostic error) => error.Hint!.StartsWith("`prev(", StringComparison.Ordinal);

    private static List<StepKey> PathOf(Diagnostic error) =>
        [.. error.Message[(error.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(" -> ").Select(Project.Step)];

    private static bool CouldLookBack(RandomProject project, AssetKey reader, AssetKey upstream)
    {
        var (ours, theirs) = (project.Assets.First(asset => asset.Key == reader), project.Assets.First(asset => asset.Key == upstream));
        return ours.Partitions is not null && theirs.Partitions is not null
            && ours.Dependencies.Where(dependency => dependency.Upstream == upstream).All(dependency => dependency.Mapping is PartitionMapping.Same or PartitionMapping.Lag);
    }

    private static AssetDefinition LookBack(AssetDefinition reader, AssetKey upstream) => reader with
    {
        Dependencies =
        [
            .. reader.Dependencies.Select(dependency => dependency.Upstream == upstream && dependency.Mapping is PartitionMapping.Same
                ? dependency with { Mapping = new PartitionMapping.Lag() }
                : dependency),
        ],
    };
}
