using Sbir.Classify;
using Sbir.Extract;
using Sluice.DuckDb;

namespace Sbir.Tests.Classify;

public sealed class RealAwardTests
{
    [Fact]
    public async Task Real_awards_are_read_and_classified_with_both_taxonomies()
    {
        var awards = await ReadAsync(SampleFolder.RealData("awards_real_dod_226.csv"));
        var ours = new CetClassifier(Taxonomy.Load(SampleFolder.Taxonomy));
        var theirs = new CetClassifier(Taxonomy.Load(SampleFolder.RealData("cet_taxonomy.yaml")));

        Assert.Equal(226, awards.Count);
        Assert.All(awards, award => Assert.NotNull(award.Title));
        Assert.InRange(awards.Count(award => ours.Classify(award.Title, award.Topic, award.Abstract).Count > 0), 120, 226);
        Assert.InRange(awards.Count(award => theirs.Classify(award.Title, award.Topic, award.Abstract).Count > 0), 60, 226);
    }

    private static async Task<List<(string? Title, string? Topic, string? Abstract)>> ReadAsync(string path)
    {
        await using var connection = new DuckDbConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand($"select award_title, topic_code, abstract from ({AwardSource.Open(path).SelectSql()})");
        await using var reader = await command.ExecuteReaderAsync();
        var awards = new List<(string?, string?, string?)>();
        while (await reader.ReadAsync())
        {
            awards.Add((reader.GetFieldValue<string?>(0), reader.GetFieldValue<string?>(1), reader.GetFieldValue<string?>(2)));
        }

        var records = FileRecords.Find(path);
        Assert.Equal(awards.Count, records?.All.Count);
        Assert.Empty(BrokenRecords.Take(connection, AwardReading.Whole(AwardSource.Open(path), () => records)).Records);
        return awards;
    }
}
