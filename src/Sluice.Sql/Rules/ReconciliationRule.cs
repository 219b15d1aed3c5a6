using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>reconciliation</c>: two sides have the same number of rows and, where columns are named, the same sum.</summary>
internal static class ReconciliationRule
{
    internal static RuleKind Kind { get; } = new(
        "reconciliation", ["model", "column", "where", "to"], ["model", "to"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var rule = work.Rule;
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var (rows, others) = (Totals.Of(work, rule.Rows!, asCount: true), Totals.Of(work, rule.To, asCount: true));
        findings.Add(Agreement.Of($"the number of rows of {rows.Name}", rows.Value, others.Name, others.Value));
        if (rule.Rows!.Column is not null)
        {
            var (sum, sums) = (Totals.Of(work, rule.Rows), Totals.Of(work, rule.To));
            findings.Add(Agreement.Of($"the sum of {sum.Name}", sum.Value, sums.Name, sums.Value));
        }

        return findings.ToImmutable();
    }
}
