using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>Holds what a rule found against its thresholds.</summary>
internal static class Judgement
{
    /// <summary>The verdict on all findings: the worst one counts.</summary>
    internal static Verdict Of(RuleSettings rule, RuleKind kind, ImmutableArray<Finding> findings)
    {
        var warn = rule.Warn is { } first ? Threshold.Parse(first, kind.Thresholds) : null;
        var error = rule.Error is { } second ? Threshold.Parse(second, kind.Thresholds) : null;
        var judged = findings.Select(finding => (Finding: finding, Status: Judge(rule, finding, warn, error))).ToList();
        var worst = judged.Max(item => item.Status);
        var counting = judged.Where(item => item.Status == worst).ToList();
        var message = string.Join("; ", counting.Select(item => Text(item.Finding, Tolerance(worst, warn, error))));
        var finding = counting[0].Finding;
        return new Verdict(rule.Name, rule.Kind, worst, message)
        {
            Value = Finite(finding.Value),
            Baseline = Finite(finding.Baseline),
            Warn = rule.Warn,
            Error = rule.Error,
            Numbers = finding.Numbers.RemoveRange(finding.Numbers.Where(number => !double.IsFinite(number.Value)).Select(number => number.Key)),
        };
    }

    /// <summary>The verdict where a rule could not be looked at.</summary>
    internal static Verdict Failed(RuleSettings rule, string reason) => new(rule.Name, rule.Kind, VerdictStatus.Error, $"could not be checked: {reason}")
    {
        Warn = rule.Warn,
        Error = rule.Error,
    };

    private static VerdictStatus Judge(RuleSettings rule, Finding finding, Threshold? warn, Threshold? error)
    {
        var worst = rule.Severity == Severity.Warning ? VerdictStatus.Warn : VerdictStatus.Error;
        return finding.Unjudged is not null ? VerdictStatus.Pass
            : warn is null && error is null ? finding.Off > 0 ? worst : VerdictStatus.Pass
            : error is not null && error.IsBeyond(finding.Off, finding.Whole) ? worst
            : warn is not null && warn.IsBeyond(finding.Off, finding.Whole) ? VerdictStatus.Warn
            : VerdictStatus.Pass;
    }

    // What was crossed; where nothing was, what would have been first.
    private static Threshold? Tolerance(VerdictStatus status, Threshold? warn, Threshold? error) =>
        status == VerdictStatus.Error ? error : warn ?? error;

    private static string Text(Finding finding, Threshold? tolerance)
    {
        if (finding.Unjudged is { } why)
        {
            return why;
        }

        var unit = tolerance is { IsShare: false } && finding.Unit.Length > 0 ? " " + finding.Unit : "";
        return $"expected {finding.Expected}{(tolerance is null ? "" : $" (tolerance {tolerance.Text}{unit})")}, found {finding.Found}";
    }

    // JSON has no other numbers.
    private static double? Finite(double? number) => number is { } value && double.IsFinite(value) ? value : null;
}
