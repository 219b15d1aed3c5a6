using System.Text;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Materializations;

/// <summary>An enforced contract: the query has exactly the columns and types that the properties file names.</summary>
internal static class Contract
{
    /// <summary>Compares the query with the contract.</summary>
    /// <exception cref="DiagnosticException">They differ; the message holds the table of differences that dbt prints.</exception>
    internal static void Check(BuildRequest request)
    {
        var untyped = request.Columns.Where(column => string.IsNullOrWhiteSpace(column.DataType)).ToList();
        if (untyped.Count > 0 || request.Columns.IsEmpty)
        {
            throw new DiagnosticException(BuildErrors.ContractWithoutTypes(request, untyped));
        }

        var actual = request.Session.Describe(request.Select, request.Cancel);
        var expected = request.Session.Describe(TypedNulls(request), request.Cancel);
        var differences = Differences(actual, expected);
        if (differences.Count > 0)
        {
            throw new DiagnosticException(BuildErrors.ContractFailed(request, Table(differences)));
        }
    }

    /// <summary>The columns with their types and constraints, then the constraints on the whole table, in parentheses.</summary>
    internal static string Definition(BuildRequest request)
    {
        var parts = request.Columns.Select(column => $"    {SqlText.Quote(column.Name)} {column.DataType}{Constraints(column)}").ToList();
        parts.AddRange(request.Constraints.Select(Constraint).Where(text => text.Length > 0).Select(text => $"    {text}"));
        return $"(\n{string.Join(",\n", parts)}\n)";
    }

    internal static string ColumnList(BuildRequest request) => SqlText.Columns(request.Columns.Select(column => column.Name));

    private static string TypedNulls(BuildRequest request) =>
        "select " + string.Join(", ", request.Columns.Select(column => $"cast(null as {column.DataType}) as {SqlText.Quote(column.Name)}"));

    private static string Constraints(ColumnInfo column)
    {
        var text = new StringBuilder();
        foreach (var constraint in column.Constraints)
        {
            var part = constraint.Type switch
            {
                "not_null" => "not null",
                "unique" => "unique",
                "primary_key" => "primary key",
                "check" when constraint.Expression is { Length: > 0 } condition => $"check ({condition})",
                "foreign_key" => $"references {Reference(constraint)}",
                "custom" => constraint.Expression ?? "",
                _ => "",
            };
            text.Append(part.Length > 0 ? " " : "").Append(part);
        }

        return text.ToString();
    }

    private static string Constraint(ConstraintInfo constraint)
    {
        var named = constraint.Name is { Length: > 0 } name ? $"constraint {SqlText.Quote(name)} " : "";
        var columns = string.Join(", ", constraint.Columns);
        return constraint.Type switch
        {
            "check" when constraint.Expression is { Length: > 0 } condition => $"{named}check ({condition})",
            "not_null" => string.Join(" and ", constraint.Columns.Select(column => $"{column} is not null")) is { Length: > 0 } all
                ? $"{named}check ({all})"
                : "",
            "unique" => $"{named}unique ({columns})",
            "primary_key" => $"{named}primary key ({columns})",
            "foreign_key" => $"{named}foreign key ({columns}) references {Reference(constraint)}",
            "custom" => named + constraint.Expression,
            _ => "",
        };
    }

    private static string Reference(ConstraintInfo constraint) => constraint.To is { } to
        ? $"{to} ({string.Join(", ", constraint.ToColumns)})"
        : constraint.Expression ?? "";

    private static List<Difference> Differences(IReadOnlyList<CatalogColumn> actual, IReadOnlyList<CatalogColumn> expected)
    {
        var found = new List<Difference>();
        foreach (var column in actual)
        {
            var wanted = Find(expected, column.Name);
            if (wanted is null)
            {
                found.Add(new(column.Name, column.Type, "", "missing in contract"));
            }
            else if (!string.Equals(wanted.Type, column.Type, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(new(column.Name, column.Type, wanted.Type, "data type mismatch"));
            }
        }

        found.AddRange(expected
            .Where(column => Find(actual, column.Name) is null)
            .Select(column => new Difference(column.Name, "", column.Type, "missing in definition")));
        found.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return found;
    }

    private static CatalogColumn? Find(IEnumerable<CatalogColumn> columns, string name) =>
        columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    private static string Table(List<Difference> differences)
    {
        List<Difference> rows = [new("column_name", "definition_type", "contract_type", "mismatch_reason"), .. differences];
        int[] widths =
        [
            rows.Max(row => row.Name.Length), rows.Max(row => row.Actual.Length),
            rows.Max(row => row.Expected.Length), rows.Max(row => row.Reason.Length),
        ];
        var lines = rows.ConvertAll(row =>
            $"| {row.Name.PadRight(widths[0])} | {row.Actual.PadRight(widths[1])} | {row.Expected.PadRight(widths[2])} | {row.Reason.PadRight(widths[3])} |");
        lines.Insert(1, $"| {string.Join(" | ", widths.Select(width => new string('-', width)))} |");
        return string.Join('\n', lines);
    }

    private sealed record Difference(string Name, string Actual, string Expected, string Reason);
}
