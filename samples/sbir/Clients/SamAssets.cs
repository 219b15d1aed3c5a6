using Sluice.Hosting;

namespace Sbir.Clients;

/// <summary>A company that the monthly extract lacks, as SAM.gov's API knows it.</summary>
internal sealed record SamApiEntity(string Uei, string? Cage, string LegalName, string? Naics, DateOnly SourceDate);

/// <summary>The asset that asks SAM.gov about companies that its monthly extract lacks.</summary>
internal static class SamAssets
{
    internal static void AddSamAnswers(this SluiceApplicationBuilder builder)
    {
        var sam = new AskedSource(SamClient.SourceName, builder.Services.AddSamClient(builder.Configuration.GetSection("Sam")), builder.Folder);
        var asset = builder.AddGroup("sbir_ingestion")
            .AddAsset<SamApiEntity>(
                "validated_companies_sam",
                (AssetContext asset, Table<AwardOfCompany> validated_sbir_awards, Table<ContractOfCompany> validated_contracts, Table<KnownCompany> raw_companies,
                    SamClient client, TimeProvider time, CancellationToken cancel) =>
                    AskAsync(asset, sam, Missing(asset, validated_sbir_awards, validated_contracts, raw_companies), client, time, cancel))
            .Kind("sam.gov")
            .Describe("Companies that the extract of SAM.gov lacks, as its API knows them. Empty where there is no key.");
        if (sam.Version(TimeProvider.System) is { } version)
        {
            asset.Version(version);
        }
    }

    // For each award and contract what is surest of its company: UEI, CAGE, then the name. Those that are asked for most often come first, since the quota may not last for all.
    private static Table<SamQuestion> Missing(AssetContext asset, Table<AwardOfCompany> awards, Table<ContractOfCompany> contracts, Table<KnownCompany> companies) => asset.Query<SamQuestion>($"""
        with known as (select upper(trim(uei)) as uei, upper(trim(cage)) as cage, lpad(trim(duns), 9, '0') as duns, upper(trim(legal_name)) as legal_name from {companies}),
        questions as (
            select award_key as subject, 'uei' as field, uei as value from {awards}
            where length(uei) = 12 and uei not in (select uei from known where uei is not null)
            union all
            select distinct contract_key, 'cage', cage from {contracts}
            where length(cage) = 5 and cage not in (select cage from known where cage is not null) and (uei is null or uei not in (select uei from known where uei is not null))
            union all
            select award_key, 'name', upper(company) from {awards}
            where uei is null and (duns is null or duns not in (select duns from known where duns is not null)) and upper(company) not in (select legal_name from known where legal_name is not null)
        )
        select subject, field, value from questions
        order by case field when 'uei' then 1 when 'cage' then 2 else 3 end, count(*) over (partition by field, value) desc, value, subject
        """);

    private static async Task AskAsync(AssetContext asset, AskedSource sam, Table<SamQuestion> missing, SamClient client, TimeProvider time, CancellationToken cancel)
    {
        var questions = sam.IsEnabled ? missing.Rows(cancel).Select(question => new SourceQuestion(question.Subject, $"{question.Field}={question.Value}")) : [];
        var answers = await sam.AskAsync(asset, questions, time, (question, stop) => FindAsync(client, question.Text, stop), cancel);
        // Several awards of a company bring the same answer, and a name brings companies that other questions have brought.
        await asset.WriteAsync(answers.SelectMany(Entities).OrderByDescending(entity => entity.SourceDate).DistinctBy(entity => entity.Uei).OrderBy(entity => entity.Uei, StringComparer.Ordinal), cancel);
    }

    private static Task<Sluice.Hosting.Http.HttpAnswer<IReadOnlyList<SamRegistration>>> FindAsync(SamClient client, string question, CancellationToken cancel) => question.Split('=', 2) switch
    {
        ["uei", var uei] => client.FindByUeiAsync(uei, cancel),
        ["cage", var cage] => client.FindByCageAsync(cage, cancel),
        [_, var name] => client.FindByNameAsync(name, cancel),
        _ => throw new ArgumentException($"`{question}` names nothing to look for", nameof(question)),
    };

    private static IEnumerable<SamApiEntity> Entities(LookupAnswer<IReadOnlyList<SamRegistration>> answer) =>
        (answer.Answer ?? []).Select(found => new SamApiEntity(
            found.Uei, found.Cage, found.LegalName, found.PrimaryNaics, DateOnly.FromDateTime(answer.AskedAt!.Value.UtcDateTime)));

    private sealed record AwardOfCompany(string AwardKey, string Company, string? Uei, string? Duns);

    private sealed record ContractOfCompany(string ContractKey, string? Uei, string? Cage);

    private sealed record KnownCompany(string? Uei, string? Cage, string? Duns, string? LegalName);

    private sealed record SamQuestion(string Subject, string Field, string Value);
}
