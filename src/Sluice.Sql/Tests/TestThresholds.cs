using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Tests;

/// <summary>When a test's failures count: its severity, and the conditions on their number.</summary>
/// <param name="IsError">True for severity <c>error</c>.</param>
/// <param name="WarnIf">The condition for a warning, such as <c>!= 0</c> or <c>&gt; 10</c>.</param>
/// <param name="ErrorIf">The condition for a failure.</param>
/// <param name="FailCalc">The number that the conditions look at; <c>count(*)</c> unless the config says otherwise.</param>
/// <param name="Limit">The most failures that are looked at; null for all.</param>
internal sealed record TestThresholds(bool IsError, string WarnIf, string ErrorIf, string FailCalc, long? Limit)
{
    private const string Any = "!= 0";

    internal static TestThresholds Of(NodeConfig config) => new(
        !string.Equals(config.GetString("severity"), "warn", StringComparison.OrdinalIgnoreCase),
        config.GetString("warn_if") is { Length: > 0 } warn ? warn : Any,
        config.GetString("error_if") is { Length: > 0 } error ? error : Any,
        config.GetString("fail_calc") is { Length: > 0 } calc ? calc : "count(*)",
        config.GetInteger("limit"));

    /// <summary>The statement that counts the failures and judges their number, as dbt's.</summary>
    internal string Wrap(string query) => $"""
        select
          {FailCalc} as failures,
          {FailCalc} {WarnIf} as should_warn,
          {FailCalc} {ErrorIf} as should_error
        from (
        {query}
        {(Limit is { } limit ? $"limit {limit}" : "")}
        ) dbt_internal_test
        """;

    /// <summary>What the judgement means.</summary>
    internal (StepStatus Status, string? Message) Judge(long failures, bool shouldWarn, bool shouldError, bool warningsAreErrors)
    {
        if (IsError && shouldError)
        {
            return (StepStatus.Failed, Text(failures, "fail", ErrorIf));
        }

        if (!shouldWarn)
        {
            return (StepStatus.Succeeded, null);
        }

        return warningsAreErrors
            ? (StepStatus.Failed, Text(failures, "fail", WarnIf))
            : (StepStatus.Warned, Text(failures, "warn", WarnIf));
    }

    private static string Text(long failures, string verb, string condition) =>
        $"Got {failures} result{(failures == 1 ? "" : "s")}, configured to {verb} if {condition}";
}
