using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Graph;
using Sluice.Partitions;

namespace Sluice.Tests.Partitions;

/// <summary>What is read through something in the middle that is no step of its own, such as an ephemeral model.</summary>
public sealed class MappingCompositionTests
{
    private static readonly PartitionSet Years = PartitionSet.Range("year", 2025, 2029);

    public static TheoryData<PartitionMapping, PartitionMapping, string> Known => new()
    {
        { new PartitionMapping.Same(), new PartitionMapping.Lag(2), "Lag { Count = 2 }" },
        { new PartitionMapping.Lag(1), new PartitionMapping.Same(), "Lag { Count = 1 }" },
        { new PartitionMapping.Lag(1), new PartitionMapping.Lag(2), "Lag { Count = 3 }" },
        { new PartitionMapping.Lag(2), new PartitionMapping.FirstOnly(), "2027: 2025" },
        { new PartitionMapping.Lag(7), new PartitionMapping.FirstOnly(), "nothing" },
        { new PartitionMapping.FirstOnly(), new PartitionMapping.Same(), "FirstOnly { }" },
        { new PartitionMapping.FirstOnly(), new PartitionMapping.FirstOnly(), "FirstOnly { }" },
        { new PartitionMapping.FirstOnly(), new PartitionMapping.Lag(1), "nothing" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Lags_add_up_and_a_start_value_is_read_by_one_partition(PartitionMapping outer, PartitionMapping inner, string expected) =>
        Assert.Equal(expected, Text(MappingComposition.Of(outer, Years, inner, Years, Years)));

    [Fact]
    public void A_lag_over_a_reading_of_something_without_partitions_reads_it_from_the_second_partition_on() => Assert.Equal(
        "2026: ; 2027: ; 2028: ; 2029: ",
        Text(MappingComposition.Of(new PartitionMapping.Lag(), Years, new PartitionMapping.Same(), Years, null)));

    [Fact]
    public void Any_two_mappings_composed_read_what_they_read_one_after_the_other()
    {
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var (reader, middle) = (Any(random), Any(random));
            // A year that reads something without years reads all that this reads: later years, which the graph refuses.
            var upstream = reader is not null && middle is null ? null : Any(random);
            var (outer, inner) = (AnyMapping(random, reader, middle), AnyMapping(random, middle, upstream));

            var composed = MappingComposition.Of(outer, reader, inner, middle, upstream);

            for (var position = 0; position < (reader?.Keys.Length ?? 1); position++)
            {
                var expected = Follow(outer, reader, position, middle).SelectMany(through => Follow(inner, middle, through, upstream)).Distinct().Order();
                var actual = composed is null ? Enumerable.Empty<int>() : Follow(composed, reader, position, upstream).Distinct().Order();
                Assert.True(expected.SequenceEqual(actual), $"{outer} over {inner} at {position}: {Text(composed)}");
            }
        }
    }

    private static PartitionSet? Any(Random random) => random.Next(4) == 0 ? null : Years;

    // Later partitions are refused by the graph, so that no mapping here leads to one; neither does one that counts from nothing.
    private static PartitionMapping AnyMapping(Random random, PartitionSet? reader, PartitionSet? upstream)
    {
        if (reader is null)
        {
            return upstream is not null && random.Next(2) == 0 ? new PartitionMapping.Latest() : new PartitionMapping.Same();
        }

        return random.Next(upstream is null ? 3 : 5) switch
        {
            0 => new PartitionMapping.Same(),
            1 => new PartitionMapping.FirstOnly(),
            2 => new PartitionMapping.StaticMap(AnyMap(random, reader, upstream)),
            3 => new PartitionMapping.Lag(random.Next(1, 4)),
            _ => new PartitionMapping.Window(random.Next(1, 4)),
        };
    }

    private static ImmutableDictionary<PartitionKey, ImmutableArray<PartitionKey>> AnyMap(Random random, PartitionSet reader, PartitionSet? upstream) =>
        Enumerable.Range(0, reader.Keys.Length).Where(_ => random.Next(2) == 0).ToImmutableDictionary(
            position => reader.Keys[position],
            position => ImmutableArray.Create(upstream is null ? PartitionKey.None : upstream.Keys[random.Next(position + 1)]));

    private static List<int> Follow(PartitionMapping mapping, PartitionSet? reader, int position, PartitionSet? upstream)
    {
        var reads = new List<int>();
        MappingAlgebra.Follow(mapping, reader, position, upstream, reads);
        return reads;
    }

    private static string Text(PartitionMapping? mapping) => mapping switch
    {
        null => "nothing",
        PartitionMapping.StaticMap map => string.Join("; ", map.Keys.OrderBy(pair => pair.Key.Text, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {string.Join(' ', pair.Value)}")),
        _ => mapping.ToString()!,
    };
}
