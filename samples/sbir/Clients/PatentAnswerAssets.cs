using Sluice.Hosting;

namespace Sbir.Clients;

/// <summary>A recorded assignment that the office's files lack, as its Open Data Portal knows it.</summary>
/// <param name="RfId">Reel and frame as one number, as the files write it.</param>
internal sealed record PatentApiRecord(
    long RfId, string GrantDocNum, string ApplicationNumber, string? Title, string? ConveyanceText, DateOnly? RecordedOn, DateOnly? ExecutedOn, string[] Assignors, string[] Assignees);

/// <summary>The asset that asks the patent office about patents of whose assignments its files have no record.</summary>
internal static class PatentAnswerAssets
{
    internal static void AddPatentAnswers(this SluiceApplicationBuilder builder)
    {
        var office = new AskedSource(PatentClient.SourceName, builder.Services.AddPatentClient(builder.Configuration.GetSection("Uspto")), builder.Folder);
        var asset = builder.AddGroup("patent_loading")
            .AddAsset<PatentApiRecord>(
                "raw_patents_uspto",
                (AssetContext asset, Table<Document> raw_patents, Table<Record> raw_patents_assignments, PatentClient client, TimeProvider time, CancellationToken cancel) =>
                    AskAsync(asset, office, Missing(asset, raw_patents, raw_patents_assignments), client, time, cancel))
            .Kind("uspto")
            .Describe("Assignments of patents of which the files have no record, as the patent office's API knows them. Empty where there is no key.");
        if (office.Version(TimeProvider.System) is { } version)
        {
            asset.Version(version);
        }
    }

    private static Table<PatentQuestion> Missing(AssetContext asset, Table<Document> documents, Table<Record> records) => asset.Query<PatentQuestion>($"""
        select trim(grant_doc_num) as grant_doc_num from {documents} as d
        where regexp_full_match(trim(grant_doc_num), '[0-9A-Z]+')
        group by 1 having not bool_or(rf_id in (select rf_id from {records} where rf_id is not null)) order by 1
        """);

    private static async Task AskAsync(AssetContext asset, AskedSource office, Table<PatentQuestion> missing, PatentClient client, TimeProvider time, CancellationToken cancel)
    {
        var questions = office.IsEnabled ? missing.Rows(cancel).Select(patent => new SourceQuestion(patent.GrantDocNum, $"patent={patent.GrantDocNum}")) : [];
        var answers = await office.AskAsync(asset, questions, time, (question, stop) => client.FindByPatentAsync(question.Subject, stop), cancel);
        await asset.WriteAsync(answers.SelectMany(Records).DistinctBy(record => (record.GrantDocNum, record.RfId)), cancel);
    }

    private static IEnumerable<PatentApiRecord> Records(LookupAnswer<IReadOnlyList<PatentApplication>> answer) =>
        from application in answer.Answer ?? []
        from assignment in application.Assignments
        let number = NumberOf(assignment.ReelFrame)
        where number is not null
        select new PatentApiRecord(
            number.Value, answer.Subject, application.ApplicationNumber, application.Title, assignment.ConveyanceText, assignment.RecordedOn, assignment.ExecutedOn,
            [.. assignment.Assignors], [.. assignment.Assignees]);

    // 60620/769 is 606200769: a frame has four digits.
    private static long? NumberOf(string reelFrame) =>
        reelFrame.Split('/') is [var reel, var frame] && long.TryParse(reel, out var first) && long.TryParse(frame, out var second) && second < 10_000 ? (first * 10_000) + second : null;

    private sealed record Document(string? RfId, string? GrantDocNum);

    private sealed record Record(string? RfId);

    private sealed record PatentQuestion(string GrantDocNum);
}
