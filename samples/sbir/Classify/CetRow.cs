namespace Sbir.Classify;

/// <summary>What classification reads of an award.</summary>
internal sealed record AwardText(string AwardKey, string? AwardTitle, string? TopicCode, string? Abstract);

/// <summary>An area of an award: rank 1 is the primary one.</summary>
internal sealed record CetRow(string AwardKey, int Rank, string CetId, double Score, string Band, double Raw, string Evidence)
{
    internal static CetRow Of(string awardKey, AreaScore area) =>
        new(awardKey, area.Rank, area.CetId, area.Score, area.Band, area.Raw, string.Join("; ", area.Evidence));
}

/// <summary>An area of the taxonomy.</summary>
internal sealed record CetAreaRow(string CetId, string Name, string Definition, string? ParentCetId, string TaxonomyVersion);
