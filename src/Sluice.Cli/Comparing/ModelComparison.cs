using System.Collections.Immutable;
using System.Globalization;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;
using static Sluice.Sql.Adapters.RelationName;

namespace Sluice.Cli.Comparing;

/// <summary>Compares the rows of one model in two databases; DuckDB does all of it, and only counts are read.</summary>
/// <param name="pair">The databases.</param>
/// <param name="keys">What tells rows apart.</param>
internal sealed class ModelComparison(DatabasePair pair, ModelKeys keys)
{
    internal async Task<ModelDifference?> CompareAsync(SqlNode node, CancellationToken cancel)
    {
        var (a, b) = (await pair.FindAsync(node, Side.A, cancel), await pair.FindAsync(node, Side.B, cancel));
        var (rowsA, rowsB) = (await CountAsync(a, cancel), await CountAsync(b, cancel));
        var model = new ModelDifference(node.Name, rowsA, rowsB);
        if (a is not { } first || b is not { } second)
        {
            return a is null && b is null ? null : model with { Note = "only one of the two has it" };
        }

        var (columnsA, columnsB) = (await pair.ColumnsAsync(first, cancel), await pair.ColumnsAsync(second, cancel));
        var shared = columnsA.Where(column => columnsB.Any(other => Same(other, column))).ToList();
        model = model with
        {
            Unshared = [.. columnsA.Concat(columnsB).Where(column => !shared.Exists(other => Same(other, column))).Select(column => column.Name)],
        };
        if (shared.Count == 0)
        {
            return model with { Note = "no column is in both" };
        }

        var partition = shared.Find(column => string.Equals(column.Name, node.Partitions?.Column, StringComparison.OrdinalIgnoreCase))?.Name;
        var key = keys.Of(node);
        if (key.IsEmpty && partition is not null && await IsUniqueAsync(first, [partition], cancel))
        {
            key = [partition];
        }

        var missing = key.Where(column => !shared.Exists(other => string.Equals(other.Name, column, StringComparison.OrdinalIgnoreCase))).ToList();
        if (key.IsEmpty || missing.Count > 0)
        {
            return await WholeRowsAsync(model with { Note = missing.Count > 0 ? $"no column {missing[0]} in both: whole rows are compared" : null }, first, second, shared, partition, cancel);
        }

        return await IsUniqueAsync(first, key, cancel) && await IsUniqueAsync(second, key, cancel)
            ? await ByKeyAsync(model with { Key = key }, first, second, shared, columnsB, partition, cancel)
            : await WholeRowsAsync(model with { Note = $"{string.Join(" + ", key)} is not unique: whole rows are compared" }, first, second, shared, partition, cancel);
    }

    private static bool Same(CatalogColumn one, CatalogColumn other) => string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase);

    private async Task<long?> CountAsync(RelationName? relation, CancellationToken cancel) =>
        relation is { } name ? Number((await pair.QueryAsync($"select count(*) from {name}", cancel)).Scalar) : null;

    private async Task<bool> IsUniqueAsync(RelationName relation, ImmutableArray<string> key, CancellationToken cancel) =>
        (await pair.QueryAsync($"select 1 from {relation} group by {string.Join(", ", key.Select(Quote))} having count(*) > 1 limit 1", cancel)).Rows.IsEmpty;

    private async Task<ModelDifference> ByKeyAsync(
        ModelDifference model, RelationName a, RelationName b, List<CatalogColumn> shared, IReadOnlyList<CatalogColumn> columnsB, string? partition, CancellationToken cancel)
    {
        var values = shared.Where(column => !model.Key.Contains(column.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        var differs = values.ConvertAll(column => Differs(column, columnsB.First(other => Same(other, column))));
        var on = string.Join(" and ", model.Key.Select(column => $"a.{Quote(column)} is not distinct from b.{Quote(column)}"));
        var counts = differs.Select(differ => $", count(*) filter (both_sides and {differ})");
        var changed = differs.Count == 0 ? "0" : $"count(*) filter (both_sides and ({string.Join(" or ", differs)}))";
        var rows = await pair.QueryAsync(
            $"""
            select {(partition is null ? "''" : $"coalesce(a.{Quote(partition)}, b.{Quote(partition)})::varchar")} as key,
                {changed}, count(*) filter (b.diff_there is null), count(*) filter (a.diff_there is null){string.Concat(counts)}
            from (select *, true as diff_there from {a}) as a
            full join (select *, true as diff_there from {b}) as b on {on}
            cross join lateral (select a.diff_there and b.diff_there is not null as both_sides)
            group by 1 order by 1
            """,
            cancel);
        return model with
        {
            Partitions = [.. rows.Rows.Select(row => new PartitionDifference(Text(row[0]), Number(row[1]), Number(row[2]), Number(row[3])))],
            Columns =
            [
                .. values.Select((column, index) => (column.Name, Rows: rows.Rows.Sum(row => Number(row[4 + index]))))
                    .Where(column => column.Rows > 0).OrderByDescending(column => column.Rows).ThenBy(column => column.Name, StringComparer.Ordinal),
            ],
        };
    }

    private static string Differs(CatalogColumn a, CatalogColumn b)
    {
        var cast = a.Type == b.Type ? "" : "::varchar";
        return $"a.{Quote(a.Name)}{cast} is distinct from b.{Quote(b.Name)}{cast}";
    }

    private async Task<ModelDifference> WholeRowsAsync(
        ModelDifference model, RelationName a, RelationName b, List<CatalogColumn> shared, string? partition, CancellationToken cancel)
    {
        var columns = string.Join(", ", shared.Select(column => Quote(column.Name)));
        var key = partition is null ? "''" : $"{Quote(partition)}::varchar";
        var rows = await pair.QueryAsync(
            $"""
            select key, sum(only_a)::bigint, sum(only_b)::bigint from (
                select {key} as key, 1 as only_a, 0 as only_b from (select {columns} from {a} except all select {columns} from {b})
                union all
                select {key} as key, 0 as only_a, 1 as only_b from (select {columns} from {b} except all select {columns} from {a}))
            group by key order by key
            """,
            cancel);
        return model with { Partitions = [.. rows.Rows.Select(row => new PartitionDifference(Text(row[0]), 0, Number(row[1]), Number(row[2])))] };
    }

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
