using System.Text.Json;
using Sbir.Enrich;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>
/// The entities that can be an answer to a few questions, in their order: those with the identifiers that are asked for, and those whose names are looked at
/// for a name. With them alone a question has the answer that it has with all, and a million need not be read for a hundred new awards.
/// </summary>
internal sealed class NearbyEntities(AssetContext asset, Table<SamEntity> entities)
{
    /// <summary>Questions above which reading all entities costs less.</summary>
    internal const int MostQuestions = 5_000;

    internal IReadOnlyList<SamEntity> Read(IReadOnlyList<AwardToEnrich> questions, CancellationToken cancel)
    {
        if (questions.Count == 0)
        {
            return [];
        }

        var (byUei, byDuns) = ($"from {entities} where uei in ({List(questions.Select(Uei))})", $"from {entities} where duns in ({List(questions.Select(Duns))})");
        var known = asset.Query<EntityIdentifiers>($"select uei, duns {byUei} union select uei, duns {byDuns}").Rows(cancel)
            .SelectMany(entity => new[] { entity.Uei, entity.Duns }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        NormalisedName[] names =
        [
            .. questions.Where(question => !(Uei(question) is { } uei && known.Contains(uei)) && !(Duns(question) is { } duns && known.Contains(duns)))
                .Select(question => NameProfile.Recipient.Normalise(question.Company)).Where(name => !name.IsEmpty).Distinct(),
        ];
        var byName = names.Length == 0 ? "" : $" union from {entities} where legal_name in ({Rows(NamesAround(names, cancel))})";
        return [.. asset.Query<SamEntity>($"{byUei} union {byDuns}{byName}").OrderBy(EntityCatalog.OrderSql).Rows(cancel)];
    }

    // Which names stand around another one can be told from the names alone.
    private IEnumerable<string> NamesAround(NormalisedName[] queries, CancellationToken cancel)
    {
        string[] names =
        [
            .. asset.Query<EntityName>($"select legal_name from {entities} where {NameProfile.Recipient.BeginsSql("legal_name", queries.Select(NameOrder.BlockOf))}")
                .Rows(cancel).Select(entity => entity.LegalName),
        ];
        NormalisedName[] normalised = [.. names.AsParallel().AsOrdered().Select(NameProfile.Recipient.Normalise)];
        return queries.AsParallel().SelectMany(query => NameOrder.Nearest(query, normalised)).Select(place => names[place]);
    }

    private static string? Uei(AwardToEnrich question) => Identifier.TryUei(question.Uei, out _) ? question.Uei!.ToUpperInvariant() : null;

    private static string? Duns(AwardToEnrich question) => Identifier.TryDuns(question.Duns, out _) ? question.Duns!.ToUpperInvariant() : null;

    private static string List(IEnumerable<string?> texts) =>
        string.Join(", ", texts.OfType<string>().Distinct(StringComparer.Ordinal).Select(text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'").DefaultIfEmpty("null"));

    // Ten thousand literals take the database longer to plan than to look for.
    private static string Rows(IEnumerable<string> texts) =>
        $"select unnest(from_json('{JsonSerializer.Serialize(texts.Distinct(StringComparer.Ordinal)).Replace("'", "''", StringComparison.Ordinal)}', '[\"VARCHAR\"]'))";

    private sealed record EntityIdentifiers(string? Uei, string? Duns);

    private sealed record EntityName(string LegalName);
}
