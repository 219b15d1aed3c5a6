using System.Globalization;

namespace Sluice.Hosting.Tests;

/// <summary>What is built from changes alone is what a full run builds.</summary>
public sealed class IncrementalTests
{
    private sealed record Award(string Key, int Amount, string? Note);

    private sealed record Clean(string Key, int Doubled, string? Note);

    private sealed record Sum(long Amount);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_chain_of_incremental_assets_equals_a_full_run_cell_by_cell(int seed)
    {
        using var bench = new Bench();
        using var full = new Bench();
        WriteModels(bench);
        WriteModels(full);
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 30).ToDictionary(id => id, id => new Award($"k{id}", id, null));
        for (var round = 0; round < 4; round++)
        {
            await bench.MustRunAsync(builder => Chain(builder, rows.Values), "run");
            Edit(rows, random);
        }

        await bench.MustRunAsync(builder => Chain(builder, rows.Values), "run");
        await full.MustRunAsync(builder => Chain(builder, rows.Values), "run");

        foreach (var table in (string[])["awards", "clean", "labels", "total", "halved", "notes", "note_lengths", "long_notes", "followed"])
        {
            Assert.Equal(full.Query($"select * from {table} order by all"), bench.Query($"select * from {table} order by all"));
        }
    }

    [Fact]
    public async Task Only_what_has_changed_is_read()
    {
        using var bench = new Bench();
        var seen = new List<string>();
        var rows = Enumerable.Range(0, 5).Select(id => new Award($"k{id}", id, null)).ToList();
        await bench.MustRunAsync(builder => Watch(builder, rows, seen), "run");

        rows[1] = rows[1] with { Note = "changed" };
        rows.RemoveAt(4);
        rows.Add(new Award("k9", 9, null));
        await bench.MustRunAsync(builder => Watch(builder, rows, seen), "run");
        await bench.MustRunAsync(builder => Watch(builder, rows, seen), "run", "--full-refresh");

        Assert.Equal(["full 5 new 5 changed 0 gone 0", "new 1 changed 1 gone 1", "full 5 new 5 changed 0 gone 0"], seen);

        static void Watch(SluiceApplicationBuilder builder, List<Award> rows, List<string> seen)
        {
            builder.AddAsset<Award>("awards", () => rows).TrackChanges("key");
            builder.AddAsset<Award>("copy", async (Changes<Award> awards, AssetContext asset, CancellationToken cancel) =>
            {
                var gone = await asset.QueryScalarAsync<long>($"select count(*) from {awards.GoneSql}", cancel);
                var (added, changed) = (await awards.New.CountAsync(cancel), await awards.Changed.CountAsync(cancel));
                seen.Add(FormattableString.Invariant($"{(awards.IsFull ? "full 5 " : "")}new {added} changed {changed} gone {gone}"));
                await asset.ApplyChangesAsync(awards, awards.Rows, cancel);
            }).Version("1");
        }
    }

    [Fact]
    public async Task A_watermark_goes_forward_with_the_rows_that_it_stands_for()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(Page, "run");
        await bench.MustRunAsync(Page, "run");
        await bench.RunAsync(builder => Add(builder, fails: true), "run");
        await bench.MustRunAsync(Page, "run");

        Assert.Equal(["1", "2", "3"], bench.Query("select amount from pages order by amount"));

        static void Page(SluiceApplicationBuilder builder) => Add(builder, fails: false);
    }

    private static void Add(SluiceApplicationBuilder builder, bool fails) => builder.AddAsset<Sum>("pages", async (AssetContext asset, CancellationToken cancel) =>
    {
        var next = int.Parse(await asset.GetWatermarkAsync("page", cancel) ?? "0", CultureInfo.InvariantCulture) + 1;
        await asset.AppendAsync([new Sum(next)], cancel);
        asset.SetWatermark("page", next.ToString(CultureInfo.InvariantCulture));
        if (fails)
        {
            throw new InvalidOperationException("not today");
        }
    });

    private static void Chain(SluiceApplicationBuilder builder, IEnumerable<Award> rows)
    {
        builder.AddAsset<Award>("awards", () => rows.ToList()).TrackChanges("key");
        builder.AddAsset<Clean>("clean", (Changes<Award> awards, AssetContext asset, CancellationToken cancel) => asset.ApplyChangesAsync(
            awards, awards.Rows.Where(award => award.Amount % 3 != 0).Select(award => new Clean(award.Key, award.Amount * 2, award.Note)), cancel)).TrackChanges("key").Version("1");
        builder.AddAsset("labels", (Changes<Clean> clean, AssetContext asset, CancellationToken cancel) =>
            asset.ApplyChangesSqlAsync(clean, $"select key, coalesce(note, 'none') || doubled as label from {clean.Rows}", cancel)).Version("1");
        builder.AddSqlProject("models");
        builder.AddAsset<Award>("halved", (AssetContext asset, Table<Award> awards, [Previous, From("halved")] Table<Award> before) =>
        {
            const string Same = "on a.key = b.key and a.amount // 2 = b.amount and a.note is not distinct from b.note";
            asset.ReplaceOnly(["key"], $"select key from {before} as b anti join {awards} as a {Same}");
            return asset.WriteSqlAsync($"select key, cast(amount // 2 as integer) as amount, note from {awards} as a anti join {before} as b {Same}");
        }).Version("1");
        builder.AddAsset<Clean>("followed", async (AssetContext asset, Table<Clean> clean, CancellationToken cancel) =>
        {
            var changed = await asset.ChangedKeysSqlAsync("clean", cancel);
            if (changed is not null)
            {
                asset.ReplaceOnly(["key"], changed);
            }

            await asset.WriteSqlAsync($"select * from {clean} as c {(changed is null ? "" : $"semi join {changed} using (key)")}", cancel);
        }).Version("1");
        builder.AddAsset<Sum>("total", async (Table<Clean> clean, CancellationToken cancel) => new[] { new Sum(await clean.Select(row => (long)row.Doubled).SumAsync(cancel)) });
    }

    // One row for each note; then one for each length of a note. Both make only what belongs to changed keys.
    private static void WriteModels(Bench bench)
    {
        const string Config = "materialized='incremental', incremental_strategy='append', pre_hook=\"{% if is_incremental() %}delete from {{ this }} where";
        bench.Write("models/notes.sql", $$$"""
            {{ config(track_changes=['note'], {{{Config}}} note in (select note from {{ changes('noted') }}){% endif %}") }}
            select note, count(*) as awards, sum(amount) as amount from {{ ref('noted') }}
            where note is not null {% if is_incremental() %}and note in (select note from {{ changes('noted') }}){% endif %}
            group by note
            """);
        bench.Write("models/note_lengths.sql", """
            {{ config(materialized='incremental', unique_key='length', track_changes=['length']) }}
            select length(note) as length, sum(awards) as awards, sum(amount) as amount from {{ ref('notes') }}
            {% if is_incremental() %}where length(note) in {{ replaced_keys('select length(note) from ' ~ changes('notes')) }}{% endif %}
            group by all
            """);
        bench.Write("models/long_notes.sql", """
            {{ config(materialized='incremental', unique_key='length') }}
            select length, awards from {{ ref('note_lengths') }} where length > 1
            {% if is_incremental() %}and length in {{ replaced_keys('select length from ' ~ changes('note_lengths')) }}{% endif %}
            """);
        bench.Write("models/noted.sql", "{{ config(materialized='table', track_changes=['key', 'note']) }} select * from {{ ref('awards') }}");
    }

    [Fact]
    public async Task A_hook_that_only_removes_rows_is_a_change_for_what_reads_them()
    {
        using var bench = new Bench();
        WriteModels(bench);
        var rows = new List<Award> { new("a", 1, "x"), new("b", 2, "yy") };
        await bench.MustRunAsync(builder => Chain(builder, rows), "run");
        rows.RemoveAt(0);

        await bench.MustRunAsync(builder => Chain(builder, rows), "run");

        Assert.Equal(["2|1|2"], bench.Query("select * from note_lengths"));
    }

    [Fact]
    public async Task Changes_of_a_model_that_is_not_tracked_are_refused()
    {
        using var bench = new Bench();
        bench.Write("models/noted.sql", "select 1 as key");
        bench.Write("models/reader.sql", "select * from {{ changes('noted') }}");

        await bench.RunAsync(builder => builder.AddSqlProject("models"), "run");

        Assert.Contains("`changes('noted')` reads a model whose changes are not tracked", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_code_writes_within_the_commit_is_among_the_changes()
    {
        using var bench = new Bench();
        await bench.MustRunAsync(builder => Watch(builder, amount: 1, note: "none"), "run");

        await bench.MustRunAsync(builder => Watch(builder, amount: 2, note: "noted"), "run");

        Assert.Equal(["k0", "k1"], bench.Query("select key from followed order by key"));

        static void Watch(SluiceApplicationBuilder builder, int amount, string note)
        {
            builder.AddAsset<Award>("awards", async (AssetContext asset, CancellationToken cancel) =>
            {
                await asset.MergeAsync([new Award("k0", amount, null)], ["key"], cancellationToken: cancel);
                asset.WithinCommit(connection =>
                {
                    using var command = connection.CreateCommand($"delete from {asset.Relation} where key <> 'k0'; insert into {asset.Relation} values ('k1', 0, '{note}'), ('k2', 0, null)");
                    command.ExecuteNonQuery();
                });
            }).TrackChanges("key");
            builder.AddAsset("followed", async (AssetContext asset, Table<Award> awards, CancellationToken cancel) =>
                await asset.WriteSqlAsync(await asset.ChangedKeysSqlAsync("awards", cancel) is { } changed ? $"from {changed}" : $"select key from {awards}", cancel));
        }
    }

    [Fact]
    public async Task A_row_with_the_key_of_one_that_stays_is_refused()
    {
        using var bench = new Bench();
        bench.Write("models/moved.sql", """
            {{ config(materialized='incremental', unique_key='note', track_changes=['key']) }}
            select key, note from {{ ref('awards') }}
            {% if is_incremental() %}where note in {{ replaced_keys("select 'two'") }}{% endif %}
            """);
        await bench.MustRunAsync(builder => Add(builder, new Award("k1", 1, "one"), new Award("k2", 2, "two")), "run");

        await bench.RunAsync(builder => Add(builder, new Award("k1", 1, "one"), new Award("k1", 2, "two")), "run");

        Assert.Contains("rows of moved share a key (key): changes cannot be told apart", bench.Error, StringComparison.Ordinal);
        Assert.Equal(["k1|one", "k2|two"], bench.Query("select key, note from moved order by key"));

        static void Add(SluiceApplicationBuilder builder, params Award[] rows)
        {
            builder.AddAsset<Award>("awards", () => rows);
            builder.AddSqlProject("models");
        }
    }

    [Fact]
    public async Task A_log_of_many_changes_keeps_one_entry_for_each_key()
    {
        using var bench = new Bench();
        for (var round = 0; round < 4; round++)
        {
            await bench.MustRunAsync(builder => Add(builder, round), "run");
        }

        var log = Assert.Single(bench.Query("select table_name from duckdb_tables() where table_name like 'changes_many_%'"));
        Assert.Equal(["6000|6000"], bench.Query($"select count(*), count(distinct key) from sluice.{log} where changed < 4"));
        Assert.Equal(["6000|18000"], bench.Query("select count(*), sum(amount) from copies"));

        // Every row is another one each time.
        static void Add(SluiceApplicationBuilder builder, int round)
        {
            builder.AddAsset("many", (AssetContext asset) => asset.MergeSqlAsync($"select 'k' || i as key, {round} as amount, null::varchar as note from range(6000) as r(i)", ["key"])).TrackChanges("key").Version($"{round}");
            builder.AddAsset<Award>("copies", (Changes<Award> many, AssetContext asset) => asset.ApplyChangesSqlAsync(many, $"from {many.Rows}")).Version("1");
        }
    }

    [Fact]
    public async Task Keys_of_an_asset_that_keeps_no_track_of_its_changes_are_refused()
    {
        using var bench = new Bench();

        await bench.RunAsync(
            builder =>
            {
                builder.AddAsset("awards", () => new[] { new Sum(1) });
                builder.AddAsset<Sum>("reader", async (AssetContext asset, Table<Sum> awards, CancellationToken cancel) => await asset.WriteSqlAsync($"from {await asset.ChangedKeysSqlAsync("awards", cancel)}", cancel));
            },
            "run");

        Assert.Contains("`reader` cannot know what has changed in `awards`", bench.Error + bench.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaced_keys_need_a_unique_key()
    {
        using var bench = new Bench();
        bench.Write("models/keyless.sql", "{{ config(materialized='incremental') }} select 1 as key {% if is_incremental() %}where 1 in {{ replaced_keys('select 1') }}{% endif %}");
        await bench.MustRunAsync(builder => builder.AddSqlProject("models"), "run");

        await bench.RunAsync(builder => builder.AddSqlProject("models"), "run", "--force");

        Assert.Contains("`replaced_keys` needs a `unique_key`", bench.Error + bench.Output, StringComparison.Ordinal);
    }

    private static void Edit(Dictionary<int, Award> rows, Random random)
    {
        foreach (var id in rows.Keys.Where(_ => random.Next(6) == 0).ToList())
        {
            rows.Remove(id);
        }

        for (var i = 0; i < 8; i++)
        {
            var id = random.Next(40);
            rows[id] = new Award($"k{id}", random.Next(50), random.Next(3) == 0 ? null : $"n{random.Next(9)}");
        }
    }
}
