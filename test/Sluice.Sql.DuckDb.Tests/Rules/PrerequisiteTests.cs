using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests.Rules;

/// <summary>What a stage needs before it begins.</summary>
public sealed class PrerequisiteTests
{
    [Fact]
    public async Task Each_kind_says_what_was_expected_and_found()
    {
        await using var bench = await GateBench.OpenAsync("some: { kind: row_count, model: plain }", """
            [
                    { row: { model: facts, where: "kind = 'leave' and year = {{ partition }}" } }, { row: { model: facts, where: "pay < 0" } }, { row: { model: facts } },
                    { not_empty: facts }, { not_empty: empty }, { not_empty: absent },
                    { relation: facts }, { relation: absent }, { relation: main.facts }, { relation: "raw.orders_{{ partition }}" }, { relation: a.b.c.d },
                    { sql: "select * from {{ ref('facts') }} where pay is null" }, { sql: "select id from {{ ref('facts') }} where id < 0" },
                    { sql: "select count(*) > 3 from {{ ref('facts') }}" }, { sql: "select count(*) > 30 from {{ ref('facts') }}" }, { sql: "select null::boolean" }, { sql: "selec" },
                    { file: dbt_project.yml }, { file: "census_{{ partition }}.csv" }, { file: new.csv, max_age: 1d }, { file: old.csv, max_age: 1d }
                  ]
            """, files: [("new.csv", ""), ("old.csv", "")]);
        File.SetLastWriteTimeUtc(Path.Combine(bench.Bench.Folder, "dbt_project.yml"), new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(Path.Combine(bench.Bench.Folder, "new.csv"), new DateTime(2026, 6, 21, 11, 15, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(Path.Combine(bench.Bench.Folder, "old.csv"), new DateTime(2026, 6, 19, 12, 0, 0, DateTimeKind.Utc));

        Golden.Check("prerequisites.txt", (await bench.RequiresAsync()).Replace("\"case\".", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_partition_before_is_complete_when_its_models_and_gates_are()
    {
        await using var bench = await GateBench.OpenAsync(
            "few: { kind: row_count, model: plain, max: 3 }", "[previous_year_complete, previous_partition_complete]",
            files: ("models/more.sql", "{{ config(materialized='table', partition_by='year') }}\nselect 1 as id, {{ partition }} as year"));

        var first = await bench.RequiresAsync("2025");
        var missing = await bench.RequiresAsync("2026");
        await bench.ExecuteAsync("drop table facts");
        await BuildAsync(bench, "facts", "more");
        var complete = await bench.RequiresAsync("2026");
        await bench.GateAsync("2025");
        var refused = await bench.RequiresAsync("2026");
        bench.Remember(new Verdict("few", "row_count", VerdictStatus.Error, "as before") { Override = "known" }, "2025");
        var overridden = await bench.RequiresAsync("2026");

        Golden.Check("previous-partition.txt", $"first:\n{first}missing:\n{missing}complete:\n{complete}refused:\n{refused}overridden:\n{overridden}");
    }

    private static async Task BuildAsync(GateBench bench, params string[] models)
    {
        foreach (var model in models)
        {
            var node = bench.Bench.Node(model);
            var context = new StepContext { Run = bench.Run, Step = new StepKey(new AssetKey(node.UniqueId), new PartitionKey("2025")) };
            var result = await bench.Bench.Runner.RunAsync(node, context, CancellationToken.None);
            Assert.Equal(StepStatus.Succeeded, result.Status);
        }
    }
}
