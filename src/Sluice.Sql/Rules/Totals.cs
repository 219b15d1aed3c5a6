using System.Collections.Immutable;
using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>The count, or the sum of a column, over some rows.</summary>
/// <param name="Value">The number; 0 where there are no rows.</param>
/// <param name="Name">What messages call it.</param>
internal sealed record Totals(double Value, string Name)
{
    internal static Totals Of(RuleWork work, RowsSettings rows, bool asCount = false)
    {
        var measured = asCount ? rows with { Columns = [] } : rows;
        var measure = Measure.Of(work, measured, null);
        return new Totals(work.Number(measure.From(measured)) ?? 0, work.Name(measured, measured.Column));
    }

    /// <summary>The same of several, added up.</summary>
    internal static Totals Of(RuleWork work, ImmutableArray<RowsSettings> all, bool asCount = false)
    {
        var totals = all.Select(rows => Of(work, rows, asCount)).ToList();
        return new Totals(totals.Sum(total => total.Value), string.Join(" + ", totals.Select(total => total.Name)));
    }
}
