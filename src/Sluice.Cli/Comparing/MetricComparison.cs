using System.Collections.Immutable;
using System.Globalization;
using Sluice.Sql.Nodes;
using static Sluice.Sql.Adapters.RelationName;

namespace Sluice.Cli.Comparing;

/// <summary>Lays the figures of a report side by side, partition by partition.</summary>
internal static class MetricComparison
{
    internal static async Task<ImmutableArray<MetricDifference>> CompareAsync(DatabasePair pair, SqlNode model, CancellationToken cancel)
    {
        if (await pair.FindAsync(model, Side.A, cancel) is not { } a || await pair.FindAsync(model, Side.B, cancel) is not { } b)
        {
            return [];
        }

        var others = MetricModels.Columns(model, await pair.ColumnsAsync(b, cancel));
        var columns = MetricModels.Columns(model, await pair.ColumnsAsync(a, cancel)).Where(column => others.Contains(column, StringComparer.OrdinalIgnoreCase)).ToList();
        var values = string.Concat(columns.Select(column => $", a.{Quote(column)}, b.{Quote(column)}"));
        var result = await pair.QueryAsync(
            $"""
            select coalesce(a.partition_key, b.partition_key){values}
            from ({MetricModels.Query(model, a.ToString(), columns)}) as a
            full join ({MetricModels.Query(model, b.ToString(), columns)}) as b using (partition_key)
            order by 1
            """,
            cancel);
        return
        [
            .. columns.SelectMany((column, index) => result.Rows.Select(row =>
                new MetricDifference(model.Name, column, Convert.ToString(row[0], CultureInfo.InvariantCulture) ?? "", row[1 + (2 * index)] as double?, row[2 + (2 * index)] as double?))),
        ];
    }
}
