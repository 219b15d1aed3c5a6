using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>
/// Remembers which columns a partitioned model's query has, so that the database is asked once a model and not once a
/// partition. Queries that differ in nothing but the partition's key have the same columns, or name one that the table does
/// not have, which the database refuses. Safe to use from several threads.
/// </summary>
internal sealed class ShapeCache
{
    private readonly ConcurrentDictionary<(RunId Run, string Node, string Query), ImmutableArray<CatalogColumn>> _shapes = new();

    private readonly ConcurrentDictionary<(RunId Run, string Node), ImmutableArray<CatalogColumn>> _tables = new();

    private readonly ConcurrentDictionary<string, Lock> _creations = new(StringComparer.Ordinal);

    /// <summary>Held by the partition that creates a model's table; the others wait for it rather than create the same table.</summary>
    internal Lock CreationOf(string node) => _creations.GetOrAdd(node, _ => new Lock());

    /// <summary>The table's columns as a partition of this run left them; null where none has been built yet.</summary>
    internal ImmutableArray<CatalogColumn>? TableOf(BuildRequest request) =>
        _tables.TryGetValue((request.Step.Run, request.Node.UniqueId), out var columns) ? columns : null;

    internal void SetTable(BuildRequest request, IEnumerable<CatalogColumn> columns) => _tables[(request.Step.Run, request.Node.UniqueId)] = [.. columns];

    internal bool TryGet(BuildRequest request, out ImmutableArray<CatalogColumn> columns) =>
        _shapes.TryGetValue(Key(request), out columns);

    internal void Set(BuildRequest request, ImmutableArray<CatalogColumn> columns) => _shapes[Key(request)] = columns;

    internal void Forget(BuildRequest request)
    {
        _shapes.TryRemove(Key(request), out _);
        _tables.TryRemove((request.Step.Run, request.Node.UniqueId), out _);
    }

    private static (RunId Run, string Node, string Query) Key(BuildRequest request) =>
        (request.Step.Run, request.Node.UniqueId, WithoutKeys(request.Select, request.Partitions, request.Step.Step.Partition.Text));

    private static string WithoutKeys(string query, PartitionSet? partitions, string? key)
    {
        if (partitions is null || string.IsNullOrEmpty(key))
        {
            return query;
        }

        var text = query.Replace(key, "\0", StringComparison.Ordinal);
        return partitions.Back(new(key), 1).Text is { Length: > 0 } previous
            ? text.Replace(previous, "\u0001", StringComparison.Ordinal)
            : text;
    }
}
