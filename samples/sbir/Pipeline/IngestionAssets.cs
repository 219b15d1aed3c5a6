using Sbir.Extract;
using Sluice.DuckDb;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>The group <c>sbir_ingestion</c>: files become tables; what cannot be read is put aside with its line.</summary>
internal static class IngestionAssets
{
    internal static void AddIngestion(this SluiceApplicationBuilder builder, SourcePaths paths)
    {
        var group = builder.AddGroup("sbir_ingestion");
        group.AddAsset("raw_sbir_awards", ReadAwardsAsync).ReadsFiles(paths.Awards).Kind("csv")
            .Describe("Records of the award file as text, with a hash of each and how often the file has it now: 0 for those that it no longer has, which stay.")
            .AlsoProduces<BrokenRecord>(
                "raw_sbir_awards_quarantine", quarantine => quarantine.Kind("csv").Describe("Records of the award file that cannot be read: where they stand, what they hold, what is wrong."));
        group.AddAsset("raw_companies", ReadEntitiesAsync).ReadsFiles(paths.Entities).Kind("sam.gov")
            .Describe("The entities of the SAM.gov extract.")
            .Check("all_entities_are_there", async (Table<EntityRow> raw_companies, SourcePaths files, CancellationToken cancel) =>
            {
                var stated = SamSource.Open(files.Entities).Count;
                var found = await raw_companies.CountAsync(cancel);
                return CheckResult.When(found == stated, $"expected the {stated} entities that the file states, found {found}");
            });
        group.AddAsset("raw_contracts", (AssetContext asset, SourcePaths files, CancellationToken cancel) => asset.WriteSqlAsync(TextTable.SelectSql(files.Contracts), cancel))
            .ReadsFiles(paths.Contracts).Kind("csv")
            .Describe("Contract actions as text.");
    }

    private static async Task ReadAwardsAsync(AssetContext asset, Output<BrokenRecord> raw_sbir_awards_quarantine, SourcePaths files, CancellationToken cancel)
    {
        var source = AwardSource.Open(files.Awards);
        if (source.UnknownColumns.ToList() is { Count: > 0 } unknown)
        {
            asset.Metadata("unknown columns", string.Join(", ", unknown));
        }

        asset.Metadata("file", MetadataValue.Path(source.Path));
        // Only rows in the order of the file can be told to be its records.
        var scan = await asset.QueryScalarAsync<bool>("select current_setting('preserve_insertion_order')::boolean", cancel) ? new RecordScan(source.Path) : null;
        var read = asset.Relation;
        if (asset.FullRefresh || !await asset.ExistsAsync(cancel))
        {
            await asset.WriteSqlAsync($"select 1 as copies, * from ({source.SelectSql()})", cancel);
            await SettleWithinCommitAsync(AwardReading.Whole(source, () => scan?.Records));
            return;
        }

        using var connection = asset.OpenConnection();
        var known = AwardTexts.Read(connection, asset.Relation);
        using var reading = known.IsEmpty || scan?.Records is not { } records ? AwardReading.Whole(source, () => scan?.Records) : AwardReading.OfNew(source, records, known);
        // What DuckDB rejects it keeps with the connection.
        read = await asset.StageSqlAsync("read", reading.Source.ChangesSql(asset.Relation), cancel);
        await asset.AppendSqlAsync($"select distinct on (row_hash) 0 as copies, row_hash, {AwardSource.ColumnsOf("record")} from {read} where record is not null", cancel);
        await SettleWithinCommitAsync(reading);

        Task SettleWithinCommitAsync(AwardReading what) => raw_sbir_awards_quarantine.WriteWithinCommitAsync(commit => Settle(asset, commit, read, what), cancel);
    }

    private static IReadOnlyList<BrokenRecord> Settle(AssetContext asset, DuckDbConnection connection, string read, AwardReading reading)
    {
        var (broken, offsets) = BrokenRecords.Take(connection, reading);
        AwardCopies.Settle(connection, asset.Relation, read, reading, offsets);
        var records = AwardCopies.Count(connection, asset.Relation);
        asset.Metadata("records in", records + broken.Count);
        asset.Metadata("records out", records);
        foreach (var reason in broken.GroupBy(record => record.Reason, StringComparer.Ordinal))
        {
            asset.Metadata(reason.Key, reason.Count());
        }

        return broken;
    }

    private static async Task ReadEntitiesAsync(AssetContext asset, SourcePaths files, CancellationToken cancel)
    {
        var source = SamSource.Open(files.Entities);
        asset.Metadata("entities stated", source.Count);
        asset.Metadata("extract of", source.Date.ToString("yyyy-MM-dd"));
        await asset.WriteSqlAsync(source.SelectSql(), cancel);
    }

    private sealed record EntityRow(string? Uei);
}
