using System.Collections.Immutable;
using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Comparing;

/// <summary>The columns that tell the rows of a model apart: those given, else its <c>unique_key</c>, else what its tests say is unique.</summary>
/// <param name="nodes">The nodes of the project.</param>
/// <param name="given">The columns by model, as the command line gives them.</param>
internal sealed class ModelKeys(ImmutableArray<SqlNode> nodes, IReadOnlyDictionary<string, ImmutableArray<string>> given)
{
    private readonly ILookup<string, TestNode> _tests = nodes.OfType<TestNode>()
        .Where(test => test is { Generic: not null, AttachedNode: not null }).ToLookup(test => test.AttachedNode!, StringComparer.Ordinal);

    /// <summary>The columns, the one of the partition among them; empty where nothing says.</summary>
    internal ImmutableArray<string> Of(SqlNode node)
    {
        if (given.TryGetValue(node.Name, out var named))
        {
            return named;
        }

        var unique = node is ModelNode model ? model.Config.UniqueKey : [];
        if (unique.IsEmpty)
        {
            unique = Combination(node) is { IsEmpty: false } combination ? combination
                : Columns(node, "unique") is { IsEmpty: false } single ? [single[0]] : [];
        }

        return unique.IsEmpty || node.Partitions?.Column is not { } partition || unique.Contains(partition, StringComparer.OrdinalIgnoreCase)
            ? unique
            : [partition, .. unique];
    }

    private ImmutableArray<string> Columns(SqlNode node, string test) =>
        [.. _tests[node.UniqueId].Where(item => item.Generic!.Name == test && item.ColumnName is not null).Select(item => item.ColumnName!).Distinct(StringComparer.Ordinal)];

    private ImmutableArray<string> Combination(SqlNode node) => _tests[node.UniqueId]
        .Where(test => test.Generic!.Name.StartsWith("unique_combination", StringComparison.Ordinal))
        .Select(test => Lists(test.Generic!.Arguments).FirstOrDefault([]))
        .FirstOrDefault([]);

    private static IEnumerable<ImmutableArray<string>> Lists(IEnumerable<KeyValuePair<string, object?>> arguments) => arguments.SelectMany(argument => argument switch
    {
        { Key: "columns" or "combination_of_columns", Value: IEnumerable<object?> list } => [[.. list.OfType<string>()]],
        { Key: "arguments", Value: JinjaDict inner } => Lists(inner.Select(pair => KeyValuePair.Create(pair.Key as string ?? "", pair.Value))),
        _ => Enumerable.Empty<ImmutableArray<string>>(),
    });
}
