using Sbir.Enrich;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>
/// The entities that can be an answer to a few questions: those with the identifiers that are asked for, and those whose names are looked at for a name.
/// With them alone a question has the answer that it has with all, and a million need not be read for a hundred new awards.
/// </summary>
internal sealed class NearbyEntities(AssetContext asset, string names, MatchingSettings settings)
{
    /// <summary>Questions above which reading all entities costs less.</summary>
    internal const int MostQuestions = 5_000;

    // The rows of a table that is written as a whole are numbered from 0 in its order, which is the entities' place.
    private const string Entities = "validated_companies";

    internal EntityCatalog Read(IReadOnlyList<AwardToEnrich> questions, CancellationToken cancel)
    {
        var identified = Identified(questions, cancel);
        var known = identified.SelectMany(entity => new[] { entity.Uei, entity.Duns }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        NormalisedName[] wanted =
        [
            .. questions.Where(question => !(Uei(question) is { } uei && known.Contains(uei)) && !(Duns(question) is { } duns && known.Contains(duns)))
                .Select(question => NameProfile.Recipient.Normalise(question.Company)).Where(name => !name.IsEmpty).Distinct(),
        ];
        var around = wanted.Length == 0 ? [] : asset.Query<NamedEntity>(EntityNames.AroundSql(names, wanted)).Rows(cancel);
        var index = new RecipientIndex(
            identified.Select(entity => ((int)entity.Place, new Recipient { Uei = entity.Uei, Duns = entity.Duns })), identified.Count, EntityCatalog.IndexOf(around));
        var found = Found(questions, index, cancel);
        return new EntityCatalog(place => found[place], index);
    }

    private List<IdentifiedEntity> Identified(IReadOnlyList<AwardToEnrich> questions, CancellationToken cancel) => questions.Count == 0
        ? []
        : [.. asset.Query<IdentifiedEntity>($"""
            select rowid as place, uei, duns from {Entities} where uei in ({TextList.Sql(questions.Select(Uei))}) or duns in ({TextList.Sql(questions.Select(Duns))}) order by place
            """).Rows(cancel)];

    // Of the entities that were looked at only those are read that an answer names.
    private Dictionary<int, SamEntity> Found(IReadOnlyList<AwardToEnrich> questions, RecipientIndex index, CancellationToken cancel)
    {
        var cascade = new MatchingCascade(index, settings);
        var places = questions.Select(question => cascade.Match(new Recipient { Uei = question.Uei, Duns = question.Duns, Name = question.Company }))
            .Select(match => match.Recipient ?? match.Candidates.Select(candidate => (int?)candidate.Recipient).FirstOrDefault())
            .OfType<int>().Distinct().Order().ToList();
        // The database passes over what stands between fifty rows, and reads all where they are more.
        var parts = places.Chunk(Math.Max(50, (places.Count / 4) + 1)).Select(part => $"select rowid as place, * from {Entities} where rowid in (select unnest([{string.Join(", ", part)}]))");
        return places.Count == 0 ? [] : places.Zip(asset.Query<SamEntity>($"from ({string.Join(" union all ", parts)}) order by place").Rows(cancel)).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static string? Uei(AwardToEnrich question) => Identifier.TryUei(question.Uei, out _) ? question.Uei!.ToUpperInvariant() : null;

    private static string? Duns(AwardToEnrich question) => Identifier.TryDuns(question.Duns, out _) ? question.Duns!.ToUpperInvariant() : null;

    private sealed record IdentifiedEntity(long Place, string? Uei, string? Duns);
}
