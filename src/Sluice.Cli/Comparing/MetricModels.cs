using System.Collections.Immutable;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;
using static Sluice.Sql.Adapters.RelationName;

namespace Sluice.Cli.Comparing;

/// <summary>The models whose numeric columns are the figures of a project: those of reports with one row for each partition.</summary>
internal static class MetricModels
{
    private static readonly string[] Numbers = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE"];

    /// <summary>The models of reports per partition; where there are none, those of all reports that have partitions.</summary>
    internal static ImmutableArray<SqlNode> Of(SqlProject project)
    {
        var reports = project.Settings?.Reports ?? [];
        var models = Partitioned(project, reports.Where(report => report.PerPartition));
        return models.IsEmpty ? Partitioned(project, reports) : models;
    }

    /// <summary>The numeric columns, the one of the partition left out.</summary>
    internal static ImmutableArray<string> Columns(SqlNode model, IEnumerable<CatalogColumn> columns) =>
        [.. columns.Where(column => IsNumber(column.Type) && !string.Equals(column.Name, model.Partitions!.Column, StringComparison.OrdinalIgnoreCase)).Select(column => column.Name)];

    /// <summary>A query of the partition and the columns as doubles, one row a partition; partitions of several rows are left out.</summary>
    internal static string Query(SqlNode model, string relation, IEnumerable<string> columns)
    {
        var partition = Quote(model.Partitions!.Column!);
        return $"select {partition}::varchar as partition_key{string.Concat(columns.Select(column => $", any_value({Quote(column)})::double as {Quote(column)}"))} from {relation} group by {partition} having count(*) = 1";
    }

    private static ImmutableArray<SqlNode> Partitioned(SqlProject project, IEnumerable<ReportSettings> reports) =>
        [.. reports.Select(report => project.FindByName(report.Model)).OfType<SqlNode>().Where(model => model.Partitions?.Column is not null).Distinct()];

    private static bool IsNumber(string type) => type.StartsWith("DECIMAL", StringComparison.OrdinalIgnoreCase) || Numbers.Contains(type, StringComparer.OrdinalIgnoreCase);
}
