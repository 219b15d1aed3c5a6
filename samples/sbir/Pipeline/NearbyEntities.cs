using Sbir.Enrich;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>
/// The entities that can be an answer to a few questions, in their order: those with the identifiers that are asked for, and those whose names are looked at
/// for a name. With them alone a question has the answer that it has with all, and a million need not be read for a hundred new awards.
/// </summary>
internal static class NearbyEntities
{
    /// <summary>Questions above which reading all entities costs less.</summary>
    internal const int MostQuestions = 5_000;

    internal static IReadOnlyList<SamEntity> Read(Table<SamEntity> entities, IReadOnlyList<AwardToEnrich> questions, CancellationToken cancel)
    {
        if (questions.Count == 0)
        {
            return [];
        }

        var identified = entities.Where($"uei in ({List(questions, Uei)}) or upper(duns) in ({List(questions, Duns)})");
        var known = identified.Rows(cancel).SelectMany(entity => new[] { entity.Uei, entity.Duns?.ToUpperInvariant() }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var blocks = questions.Where(question => !(Uei(question) is { } uei && known.Contains(uei)) && !(Duns(question) is { } duns && known.Contains(duns)))
            .Select(question => NameIndex.BlockOf(NameProfile.Recipient.Normalise(question.Company))).Where(block => block.Length > 0).ToHashSet(StringComparer.Ordinal);
        return [.. (blocks.Count == 0 ? identified : entities.Where($"""
            uei in ({List(questions, Uei)}) or upper(duns) in ({List(questions, Duns)})
            or strlen(legal_name) <> length(legal_name) or regexp_matches(lower(legal_name), '{NameProfile.Recipient.BlockPattern(blocks)}')
            """)).OrderBy(EntityCatalog.OrderSql).Rows(cancel)];
    }

    private static string? Uei(AwardToEnrich question) => Identifier.TryUei(question.Uei, out _) ? question.Uei!.ToUpperInvariant() : null;

    private static string? Duns(AwardToEnrich question) => Identifier.TryDuns(question.Duns, out _) ? question.Duns!.ToUpperInvariant() : null;

    // Letters and digits only: an identifier that could be matched has nothing else.
    private static string List(IReadOnlyList<AwardToEnrich> questions, Func<AwardToEnrich, string?> identifier) =>
        string.Join(", ", questions.Select(identifier).OfType<string>().Distinct(StringComparer.Ordinal).Select(text => $"'{text}'").DefaultIfEmpty("null"));
}
