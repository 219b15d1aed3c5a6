using System.Text.Json;

namespace Sbir.Classify;

/// <summary>What classification reads of an award.</summary>
internal sealed record AwardText(string AwardKey, ulong TextHash, string? AwardTitle, string? TopicCode, string? Abstract);

/// <summary>The areas of an award as a JSON list; empty for one without.</summary>
/// <param name="TextHash">Of the texts and the taxonomy: another hash, another answer.</param>
internal sealed record ClassifiedAward(string AwardKey, ulong TextHash, string Areas)
{
    internal static ClassifiedAward Of(AwardText award, IReadOnlyList<AreaScore> areas) => new(
        award.AwardKey,
        award.TextHash,
        JsonSerializer.Serialize(areas.Select(area => new
        {
            cet_id = area.CetId, rank = area.Rank, score = area.Score, band = area.Band, raw = area.Raw, evidence = string.Join("; ", area.Evidence),
        })));
}

/// <summary>An area of the taxonomy.</summary>
internal sealed record CetAreaRow(string CetId, string Name, string Definition, string? ParentCetId, string TaxonomyVersion);
