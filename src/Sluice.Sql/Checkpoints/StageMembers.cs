using System.Collections.Frozen;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Selection;

namespace Sluice.Sql.Checkpoints;

/// <summary>Which stage of sluice.yml builds which node, by its number among the stages.</summary>
internal sealed class StageMembers
{
    private readonly FrozenDictionary<string, int> _numbers;
    private readonly FrozenDictionary<string, int> _stages;

    internal StageMembers(SqlProject project)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var stages = project.Settings?.Workflow?.Stages ?? [];
        for (var number = 0; number < stages.Length; number++)
        {
            // What is wrong with a selection was said when the graph was made.
            var selected = project.Selector.Select(
                new SelectionRequest { Select = stages[number].Select, Indirect = IndirectSelection.Empty, ResourceTypes = ["model", "seed", "snapshot"] }, new DiagnosticBag());
            foreach (var node in selected)
            {
                numbers.TryAdd(node.UniqueId, number);
            }
        }

        _numbers = numbers.ToFrozenDictionary(StringComparer.Ordinal);
        _stages = stages.Select((stage, number) => KeyValuePair.Create(stage.Name, number)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The number of a stage, from 0; -1 for none.</summary>
    internal int NumberOf(string stage) => _stages.GetValueOrDefault(stage, -1);

    /// <summary>The number of the stage that builds an asset; null for none.</summary>
    internal int? StageOf(AssetKey asset) => _numbers.TryGetValue(asset.Name, out var number) ? number : null;

    /// <summary>True where an asset is built by a stage or by one before it.</summary>
    internal bool IsUpTo(AssetKey asset, string stage) => StageOf(asset) is { } number && number <= NumberOf(stage);
}
