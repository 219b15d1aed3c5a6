namespace Sbir.Classify;

/// <summary>Why an area was given: the keyword, the weightiest field that holds it, and what it added to the sum.</summary>
internal readonly record struct Evidence(string Keyword, string Field, double Weight)
{
    public override string ToString() => $"{Keyword} ({Field}, {Weight:0.##})";
}

/// <summary>An area that was given to a text.</summary>
/// <param name="Rank">1 for the primary area, 2 and up for the supporting ones.</param>
/// <param name="Score">40 to 95.</param>
/// <param name="Evidence">The weightiest first, at most five.</param>
internal sealed record AreaScore(string CetId, int Rank, double Raw, double Score, string Band, IReadOnlyList<Evidence> Evidence);
