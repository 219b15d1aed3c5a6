using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>What run_results.json and manifest.json tell of models that are built in pieces, and of those that are inlined.</summary>
public sealed class RunResultTests
{
    private static ProjectFolder Batches() => ProjectFolder.Toy(
        ("models/events.sql", "{{ config(event_time='happened') }}\nselect timestamp '2024-01-01' + interval (i) day as happened, i from range(4) t(i)\n"),
        ("models/daily.sql", """
            {{ config(materialized='incremental', incremental_strategy='microbatch', event_time='happened', begin='2024-01-01', batch_size='day') }}
            select happened, case when i = 2 then error('no such day') else i end as i from {{ ref('events') }}
            """));

    [Fact]
    public async Task A_model_with_some_failed_batches_is_a_partial_success_with_its_batches()
    {
        using var folder = Batches();

        var call = await folder.RunAsync("run", "--event-time-start", "2024-01-01", "--event-time-end", "2024-01-05");

        Assert.Equal(1, call.Exit);
        var daily = Result(folder, "model.toy.daily");
        Assert.Equal("partial success", daily.GetProperty("status").GetString());
        Assert.Equal(
            ["2024-01-01", "2024-01-02", "2024-01-04"],
            daily.GetProperty("batch_results").GetProperty("successful").EnumerateArray().Select(batch => batch[0].GetString()![..10]));
        Assert.Equal(
            """[["2024-01-03T00:00:00.000000Z","2024-01-04T00:00:00.000000Z"]]""",
            daily.GetProperty("batch_results").GetProperty("failed").GetRawText());
        Assert.Equal(JsonValueKind.Null, Result(folder, "model.toy.events").GetProperty("batch_results").ValueKind);
    }

    [Fact]
    public async Task What_is_inlined_is_listed_with_its_reader()
    {
        using var folder = ProjectFolder.Toy(
            ("models/inner.sql", "{{ config(materialized='ephemeral') }}select 1 as id"),
            ("models/reader.sql", "select * from {{ ref('inner') }}"));

        (await folder.RunAsync("compile")).Ends(0);

        using var manifest = JsonDocument.Parse(folder.Read("target/manifest.json"));
        Assert.Equal(
            """[{"id":"model.toy.inner","sql":" __dbt__cte__inner as (\nselect 1 as id\n)"}]""",
            manifest.RootElement.GetProperty("nodes").GetProperty("model.toy.reader").GetProperty("extra_ctes").GetRawText());
    }

    private static JsonElement Result(ProjectFolder folder, string id)
    {
        using var document = JsonDocument.Parse(folder.Read("target/run_results.json"));
        return document.RootElement.GetProperty("results").EnumerateArray().Single(result => result.GetProperty("unique_id").GetString() == id).Clone();
    }
}
