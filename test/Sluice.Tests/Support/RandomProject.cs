using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Partitions;
using Sluice.Runs;

namespace Sluice.Tests.Support;

/// <summary>Turns any list of numbers into a small project: assets with and without partitions, readings of every kind, checks and stages.</summary>
internal sealed class RandomProject
{
    private readonly int[] _numbers;
    private int _next;

    internal RandomProject(int[] numbers, bool stages = false, bool forward = false)
    {
        _numbers = numbers.Length == 0 ? [0] : numbers;
        var years = PartitionSet.Range("year", 2025, 2025 + Take(4));
        Workflow = stages ? new Workflow("year", [new Stage("early"), new Stage("middle"), new Stage("late")]) : null;
        var count = 1 + Take(7);
        var assets = ImmutableArray.CreateBuilder<AssetDefinition>();
        for (var asset = 0; asset < count; asset++)
        {
            var partitions = Take(4) == 0 ? null : years;
            var dependencies = ImmutableArray.CreateBuilder<AssetDependency>();
            for (var reads = Take(4); reads > 0; reads--)
            {
                // Reading only what was defined before leaves no cycle.
                var upstream = forward ? (asset == 0 ? -1 : Take(asset)) : Take(count);
                if (upstream >= 0)
                {
                    dependencies.Add(new AssetDependency(new AssetKey(Name(upstream)), Mapping(Take(7), years)));
                }
            }

            var isCheck = forward && Take(5) == 0;
            assets.Add(new AssetDefinition
            {
                Key = new AssetKey(Name(asset)),
                Name = Name(asset),
                Kind = isCheck ? AssetKind.Check : AssetKind.Data,
                Blocking = isCheck,
                Partitions = partitions,
                Dependencies = dependencies.ToImmutable(),
                Stage = stages && Take(3) > 0 ? Workflow!.Stages[Take(3)].Name : null,
                CodeVersion = _ => "1",
            });
        }

        Assets = assets.ToImmutable();
    }

    internal ImmutableArray<AssetDefinition> Assets { get; }

    internal Workflow? Workflow { get; }

    /// <summary>A number from 0 up to, not including, the limit.</summary>
    internal int Take(int limit)
    {
        var number = _numbers[_next % _numbers.Length] + (_next / _numbers.Length);
        _next++;
        return (int)((uint)(number * 31) % (uint)limit);
    }

    private static string Name(int asset) => "a" + asset;

    private static PartitionMapping Mapping(int kind, PartitionSet years) => kind switch
    {
        0 => new PartitionMapping.Lag(),
        1 => new PartitionMapping.Lag(2),
        2 => new PartitionMapping.Window(1),
        3 => new PartitionMapping.All(),
        4 => new PartitionMapping.FirstOnly(),
        5 => new PartitionMapping.StaticMap(ImmutableDictionary<PartitionKey, ImmutableArray<PartitionKey>>.Empty
            .Add(years.Keys[^1], [years.Keys[0]]).Add(PartitionKey.None, [years.Keys[years.Keys.Length / 2]])),
        _ => new PartitionMapping.Same(),
    };
}
