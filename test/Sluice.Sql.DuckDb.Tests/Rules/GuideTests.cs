using System.Text.RegularExpressions;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Operations;
using Sluice.Sql.Rules;

namespace Sluice.Sql.DuckDb.Tests.Rules;

/// <summary>Every example of docs/guides/gates.md is run.</summary>
public sealed partial class GuideTests
{
    private const string Monthly = "{{ config(materialized='table', partition_by='month') }}select 1 as order_id, '{{ partition }}' as month";

    private const string Data = """
        create table orders as select * from (values
            (1, 7, '2026-01', 10.0, timestamp '2026-01-05'), (2, 7, '2026-01', 10.0, timestamp '2026-01-09'), (3, 8, '2026-01', 10.0, timestamp '2026-01-11'),
            (4, 8, '2026-01', 10.0, timestamp '2026-01-12'), (5, 8, '2026-01', 10.0, timestamp '2026-01-20'), (6, 9, '2026-01', 10.0, timestamp '2026-01-30'),
            (7, 7, '2026-02', 90.0, timestamp '2026-02-03'), (8, 9, '2026-02', 100.0, timestamp '2026-02-26')) as o(order_id, customer_id, month, amount, ordered_at);
        create table payments as select order_id, month, amount from orders;
        create table customers as select * from (values (7), (8), (9)) as c(customer_id);
        create table balances as select * from (values ('2026-01', 0.0, 60.0), ('2026-02', 60.0, 250.0)) as b(month, opening, closing);
        create table order_events as select order_id, month, ordered_at as happened_at, 'placed' as event from orders;
        """;

    [Fact]
    public async Task Every_rule_and_prerequisite_holds_or_says_why_not()
    {
        var guide = await File.ReadAllTextAsync(GuidePath());
        var blocks = Block().Matches(guide).Select(match => (Language: match.Groups["language"].Value, Text: match.Groups["text"].Value)).ToList();
        var yaml = blocks.Where(block => block.Language == "yaml").Select(block => block.Text).ToList();
        var rules = yaml.Single(text => text.StartsWith("rules:", StringComparison.Ordinal))["rules:\n".Length..];
        var requires = yaml.Single(text => text.StartsWith("requires:", StringComparison.Ordinal))["requires:\n".Length..].Replace("\n  -", "\n        -", StringComparison.Ordinal);
        var names = string.Join(", ", RuleName().Matches(rules).Select(match => match.Groups["name"].Value));
        var settings = yaml.Single(text => text.StartsWith("partitions:", StringComparison.Ordinal))
            .Replace("gate: [", $"gate: [{names}, ", StringComparison.Ordinal)
            .Replace("requires: [previous_month_complete]\n", $"requires:\n        - previous_month_complete\n      {requires}", StringComparison.Ordinal) + rules;
        await using var bench = await ProjectBench.OpenAsync(
            ("sluice.yml", settings), ("models/orders.sql", Monthly), ("models/payments.sql", Monthly), ("models/balances.sql", Monthly), ("models/order_events.sql", Monthly),
            ("models/customers.sql", "select 1 as customer_id"),
            ("models/m.yml", "models: [{ name: orders, columns: [{ name: amount, data_tests: [{ not_null: { name: amount_is_given } }] }] }]\n"));
        await using (var session = await bench.Adapter.OpenSessionAsync(CancellationToken.None))
        {
            await session.RunAsync(() => session.Execute(Data, CancellationToken.None), CancellationToken.None);
        }

        var found = await LookAsync(bench);

        Golden.Check("guide.txt", found);
        Assert.All(blocks.Where(block => block.Language == "text"), block => Assert.Contains(block.Text.Trim(), found, StringComparison.Ordinal));
    }

    private static async Task<string> LookAsync(ProjectBench bench)
    {
        var checks = new StageChecks(bench.Adapter, bench.Project, new RunSettings(), new NoHistory(), new FixedTime(new DateTimeOffset(2026, 2, 28, 0, 0, 0, TimeSpan.Zero)));
        var stage = bench.Project.Settings!.Workflow!.Stages[0];
        var context = new StepContext { Run = RunId.New(TimeProvider.System), Step = new StepKey(new AssetKey("gate.load"), new PartitionKey("2026-02")) };
        var verdicts = (await checks.CheckPrerequisitesAsync(stage, context, CancellationToken.None)).AddRange(await checks.CheckGateAsync(stage, context, CancellationToken.None));
        return string.Concat(verdicts.Select(verdict => $"{verdict.Status.ToString().ToLowerInvariant(),-5} {verdict.Rule}: {verdict.Message}\n")).Replace("\"case\".", "", StringComparison.Ordinal);
    }

    private static string GuidePath() => Clone.Path("docs", "guides", "gates.md");

    [GeneratedRegex(@"^```(?<language>yaml|text)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^  (?<name>\w+):", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RuleName();
}
