using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>Snapshots, external files, freshness, unit tests and batches through the command line.</summary>
public sealed class SnapshotAndSourceTests
{
    private const string Snapshot =
        "{% snapshot s %}{{ config(strategy='check', unique_key='id', check_cols='all') }}select * from {{ ref('a') }}{% endsnapshot %}";

    [Fact]
    public async Task A_snapshot_always_looks_and_its_readers_wait_for_a_change()
    {
        using var folder = ProjectFolder.Toy(
            ("sluice.yml", "name: toy\n"), ("seeds/a.csv", "id,v\n1,x\n"), ("snapshots/s.sql", Snapshot),
            ("models/r.sql", "{{ config(materialized='table') }}select count(*) as n from {{ ref('s') }}"));
        (await folder.RunAsync("build")).Ends(0);

        var same = Steps((await folder.RunAsync("build", "--output", "json")).Ends(0));
        folder.Write("seeds/a.csv", "id,v\n1,y\n");
        var other = Steps((await folder.RunAsync("build", "--output", "json")).Ends(0));

        Assert.Equal(("succeeded", "unchanged"), (same["snapshot.toy.s"], same["model.toy.r"]));
        Assert.Equal(("succeeded", "succeeded"), (other["snapshot.toy.s"], other["model.toy.r"]));
        Assert.Equal(["2"], await Database.RowsAsync(folder.Database, "select n from r"));
    }

    [Fact]
    public async Task The_command_takes_snapshots_alone()
    {
        using var folder = ProjectFolder.Toy(("seeds/a.csv", "id,v\n1,x\n"), ("snapshots/s.sql", Snapshot), ("models/r.sql", "select * from {{ ref('s') }}"));
        (await folder.RunAsync("seed")).Ends(0);

        var taken = Steps((await folder.RunAsync("snapshot", "--output", "json")).Ends(0));

        Assert.Equal("snapshot.toy.s succeeded", string.Join(' ', taken.Select(step => $"{step.Key} {step.Value}")));
    }

    [Fact]
    public async Task An_external_file_that_is_gone_is_written_again()
    {
        using var folder = ProjectFolder.Toy(
            ("sluice.yml", "name: toy\n"), ("models/e.sql", "{{ config(materialized='external', location='out/e.parquet') }}select 1 as id"));
        (await folder.RunAsync("run")).Ends(0);
        var file = folder.Path("out/e.parquet");

        var kept = Steps((await folder.RunAsync("run", "--output", "json")).Ends(0));
        File.Delete(file);
        var written = Steps((await folder.RunAsync("run", "--output", "json")).Ends(0));

        Assert.Equal(("unchanged", "succeeded", true), (kept["model.toy.e"], written["model.toy.e"], File.Exists(file)));
    }

    [Fact]
    public async Task A_source_that_cannot_be_looked_at_stops_no_other()
    {
        using var folder = ProjectFolder.Toy(
            ("models/fresh.sql", "{{ config(materialized='table') }}select now() as ts"),
            ("models/s.yml", """
                sources:
                  - name: main
                    loaded_at_field: ts
                    freshness: { warn_after: { count: 1, period: day } }
                    tables: [{ name: absent }, { name: fresh }]
                """));
        (await folder.RunAsync("run")).Ends(0);

        var all = await folder.RunAsync("source", "freshness", "--output", "out/seen.json");
        var one = await folder.RunAsync("source", "freshness", "-s", "source:main.fresh");

        all.Ends(1);
        one.Ends(0);
        using var results = JsonDocument.Parse(folder.Read("out/seen.json"));
        Assert.Equal(
            ["source.toy.main.absent runtime error", "source.toy.main.fresh pass"],
            results.RootElement.GetProperty("results").EnumerateArray().Select(result => $"{result.GetProperty("unique_id")} {result.GetProperty("status")}"));
    }

    [Fact]
    public async Task A_failing_unit_test_holds_back_its_model_and_no_other_reader_of_the_same_table()
    {
        using var folder = ProjectFolder.Toy(
            ("models/src.sql", "select 1 as id"), ("models/m.sql", "select id + 1 as id from {{ ref('src') }}"), ("models/below.sql", "select * from {{ ref('m') }}"),
            ("models/other.sql", "select * from {{ ref('src') }}"),
            ("models/u.yml", "unit_tests:\n  - { name: wrong, model: m, given: [{ input: ref('src'), rows: [{ id: 1 }] }], expect: { rows: [{ id: 1 }] } }\n"));

        var run = Steps((await folder.RunAsync("build", "--output", "json")).Ends(1));

        Assert.Equal(
            "model.toy.below skipped, model.toy.m skipped, model.toy.other succeeded, model.toy.src succeeded, unit_test.toy.m.wrong failed",
            string.Join(", ", run.OrderBy(step => step.Key, StringComparer.Ordinal).Select(step => $"{step.Key} {step.Value}")));
        var alone = Steps((await folder.RunAsync("test", "--select", "test_type:unit", "--output", "json")).Ends(1));
        Assert.Equal("failed", Assert.Single(alone).Value);
        Assert.Equal("unit_test:toy.wrong", (await folder.RunAsync("ls", "--resource-type", "unit_test")).Ends(0).Output.Trim());
    }

    [Fact]
    public async Task The_batches_of_a_time_are_built_by_hand()
    {
        using var folder = ProjectFolder.Toy(
            ("models/src.sql", "{{ config(event_time='ts') }}select i as id, timestamp '2024-01-01' + interval (i) day as ts from range(10) t(i)"),
            ("models/m.sql", "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='ts', begin='2024-01-01', batch_size='day') }}select * from {{ ref('src') }}"));

        (await folder.RunAsync("run", "--event-time-start", "2024-01-03", "--event-time-end", "2024-01-05")).Ends(0);

        Assert.Equal(["2", "3"], await Database.RowsAsync(folder.Database, "select id from m order by id"));
        (await folder.RunAsync("run", "--event-time-start", "then")).Ends(2);
    }

    private static Dictionary<string, string> Steps(CallResult result)
    {
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.GetProperty("steps").EnumerateArray()
            .ToDictionary(step => step.GetProperty("step").GetString()!, step => step.GetProperty("status").GetString()!);
    }
}
