using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Operations;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;

namespace Sluice.Sql.DuckDb.Tests.Rules;

/// <summary>A project with one stage, whose tables are filled by hand and whose gate is looked at; what it finds becomes its history.</summary>
internal sealed class GateBench : IAsyncDisposable, IVerdictHistory
{
    private const string Partitioned = "{{ config(materialized='table', partition_by='year') }}\nselect 1 as id, {{ partition }} as year";

    // 2025: ids 1 to 10. 2026: ids 1 to 9, of which 9 stands there twice and 8 has no pay. 2027: nothing yet.
    private const string Data = """
        create table facts as
        select i as id, 2025 as year, i * 100.0 as pay, timestamp '2025-06-01' + to_days(i::integer) as seen, case when i = 10 then 'leave' else 'work' end as kind from range(1, 11) r(i)
        union all
        select i, 2026, case when i = 8 then null else i * 110.0 end, timestamp '2026-06-01' + to_days(i::integer), 'work' from range(1, 10) r(i)
        union all
        select 9, 2026, 990.0, timestamp '2026-06-20', 'leave';
        create table plain as select i as id, i * 100.0 as pay from range(1, 11) r(i);
        create table empty (id integer, pay double, seen timestamp);
        """;

    private readonly List<VerdictRecord> _history = [];
    private readonly TimeProvider _time;

    private GateBench(ProjectBench bench, TimeProvider time)
    {
        Bench = bench;
        _time = time;
        Checks = new StageChecks(bench.Adapter, bench.Project, new RunSettings(), this, time);
    }

    internal ProjectBench Bench { get; }

    internal StageChecks Checks { get; }

    internal StageSettings Stage => Bench.Project.Settings!.Workflow!.Stages[0];

    /// <summary>The run that the next look belongs to.</summary>
    internal RunId Run { get; set; } = RunId.New(TimeProvider.System);

    /// <summary>A project with the rules, one a line, all of them in the gate.</summary>
    internal static async Task<GateBench> OpenAsync(string rules, string requires = "[]", string? forEach = "year", params (string Path, string Text)[] files)
    {
        var names = Regex.Matches(rules, @"^(\w+):", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var yaml = $$"""
            partitions: { year: { range: [2025, 2027], column: year, var: year } }
            settings: { strict_vars: false }
            workflow:
              {{(forEach is null ? "" : $"for_each: {forEach}")}}
              stages:
                - name: one
                  select: [facts, plain, empty, absent]
                  gate: [{{string.Join(", ", names)}}]
                  requires: {{requires}}
            rules:
            {{string.Join('\n', rules.Split('\n').Select(line => "  " + line))}}
            """;
        (string, string)[] all =
        [
            ("sluice.yml", yaml), ("models/facts.sql", Partitioned), ("models/plain.sql", "select 1 as id"), ("models/empty.sql", "select 1 as id"),
            ("models/absent.sql", "select 1 as id"), ("models/inline.sql", "{{ config(materialized='ephemeral') }}select * from {{ ref('plain') }}"), .. files,
        ];
        var bench = new GateBench(await ProjectBench.OpenAsync(all), new FixedTime(new DateTimeOffset(2026, 6, 21, 12, 0, 0, TimeSpan.Zero)));
        await bench.ExecuteAsync(Data);
        return bench;
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var session = await Bench.Adapter.OpenSessionAsync(CancellationToken.None);
        await session.RunAsync(() => session.Execute(sql, CancellationToken.None), CancellationToken.None);
    }

    /// <summary>Looks at the gate; a verdict a line.</summary>
    internal async Task<string> GateAsync(string? partition = "2026")
    {
        var context = Context(partition);
        var verdicts = await Checks.CheckGateAsync(Stage, context, CancellationToken.None);
        _history.InsertRange(0, verdicts.Select(verdict => new VerdictRecord(Run, context.Step, _time.GetUtcNow(), verdict)));
        return Text(verdicts);
    }

    internal async Task<string> RequiresAsync(string? partition = "2026") =>
        Text(await Checks.CheckPrerequisitesAsync(Stage, Context(partition), CancellationToken.None));

    internal void Remember(Verdict verdict, string? partition) => _history.Insert(0, new VerdictRecord(Run, Context(partition).Step, _time.GetUtcNow(), verdict));

    public Task<ImmutableArray<VerdictRecord>> FindVerdictsAsync(VerdictQuery query, CancellationToken cancellationToken = default) => Task.FromResult(_history
        .Where(record => record.Verdict.Rule == query.Rule && record.Step.Partition == query.Partition && record.Run != query.Except
            && (!query.AcceptedOnly || record.Verdict.IsAccepted))
        .Take(query.Limit).ToImmutableArray());

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    private StepContext Context(string? partition) => new() { Run = Run, Step = new StepKey(new AssetKey("gate.one"), new PartitionKey(partition)) };

    private static string Text(ImmutableArray<Verdict> verdicts) => string.Concat(verdicts.Select(verdict => string.Create(
        CultureInfo.InvariantCulture,
        $"{verdict.Status.ToString().ToLowerInvariant(),-5} {verdict.Rule} [{Number(verdict.Value)} of {Number(verdict.Baseline)}]: {verdict.Message}\n")));

    private static string Number(double? number) => number is { } value ? Math.Round(value, 4).ToString(CultureInfo.InvariantCulture) : "-";
}
