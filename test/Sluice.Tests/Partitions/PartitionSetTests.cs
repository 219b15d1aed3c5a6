using Sluice.Assets;
using Sluice.Partitions;

namespace Sluice.Tests.Partitions;

/// <summary>What lies before and behind a partition, and what agrees with it, in sets of one and of several dimensions.</summary>
public sealed class PartitionSetTests
{
    private static readonly PartitionSet Year = PartitionSet.Range("year", 2025, 2027);
    private static readonly PartitionSet Region = new("region", [new("north"), new("south")]);
    private static readonly PartitionSet Size = new("size", [new("s"), new("l")]);
    private static readonly PartitionSet Both = PartitionSet.Product("year_region", [Year, Region]);

    [Fact]
    public void The_keys_of_several_dimensions_are_every_combination_in_the_order_of_the_first() => Assert.Equal(
        ["2025+north", "2025+south", "2026+north", "2026+south", "2027+north", "2027+south"], Both.Keys.Select(key => key.Text));

    [Theory]
    [InlineData("2026+south", 1, "2025+south")]
    [InlineData("2027+north", 2, "2025+north")]
    [InlineData("2025+south", 1, null)]
    [InlineData("2026+north", 2, null)]
    [InlineData("2030+north", 1, null)]
    public void One_place_earlier_is_earlier_in_time_and_alike_in_all_else(string key, int count, string? expected)
    {
        Assert.Equal(expected, Both.Back(new PartitionKey(key), count).Text);
        Assert.Equal(expected is null ? null : key, Both.Forward(new PartitionKey(expected), count).Text);
    }

    [Fact]
    public void Every_key_has_a_part_in_each_dimension_and_its_parts_name_it()
    {
        var three = PartitionSet.Product("three", [Year, Region, Size]);

        Assert.Equal(12, three.Keys.Length);
        Assert.All(three.Keys, key =>
        {
            Assert.Equal(key.Text, string.Join(PartitionSet.Joint, three.Dimensions.Select(dimension => three.PartOf(key, dimension))));
            Assert.Equal(three.IndexOf(three.Back(key, 1)) < 0, three.PartOf(key, Year).Text == "2025");
            Assert.Equal(key, Assert.Single(three.Meet(key, three)));
        });
    }

    [Fact]
    public void Sets_meet_where_their_keys_agree_in_the_dimensions_that_both_have()
    {
        var other = PartitionSet.Product("size_region", [Size, Region]);

        Assert.Equal(["2026"], Both.Meet(new PartitionKey("2026+north"), Year).Select(key => key.Text));
        Assert.Equal(["2026+north", "2026+south"], Year.Meet(new PartitionKey("2026"), Both).Select(key => key.Text));
        Assert.Equal(["s+south", "l+south"], Both.Meet(new PartitionKey("2026+south"), other).Select(key => key.Text));
        Assert.Empty(Year.Meet(new PartitionKey("2026"), Region));
        Assert.True(Both.Meets(other));
        Assert.False(Year.Meets(Size));
    }

    [Fact]
    public void What_cannot_be_combined_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PartitionSet.Product("x", [Year]));
        Assert.Throws<ArgumentException>(() => PartitionSet.Product("x", [Year, Both]));
        Assert.Throws<ArgumentException>(() => PartitionSet.Product("x", [Year, new PartitionSet("odd", [new("a+b")])]));
    }
}
