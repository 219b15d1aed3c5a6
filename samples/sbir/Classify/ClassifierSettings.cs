namespace Sbir.Classify;

/// <summary>The weights and limits of the classification.</summary>
internal sealed record ClassifierSettings
{
    public double TitleWeight { get; init; } = 2.0;

    public double TopicWeight { get; init; } = 1.5;

    public double AbstractWeight { get; init; } = 1.0;

    /// <summary>What a keyword of several words counts, beside the single words below.</summary>
    public double PhraseSpecificity { get; init; } = 2.0;

    /// <summary>Five letters and more.</summary>
    public double LongWordSpecificity { get; init; } = 1.25;

    /// <summary>Three or four letters.</summary>
    public double ShortWordSpecificity { get; init; } = 0.75;

    /// <summary>One or two letters.</summary>
    public double TinyWordSpecificity { get; init; } = 0.4;

    /// <summary>What each negative keyword that is found leaves of an area's sum; 0 to 1.</summary>
    public double NegativeFactor { get; init; } = 0.5;

    /// <summary>The sum below which an area is not given.</summary>
    public double LeastRaw { get; init; } = 1.25;

    public double BaseScore { get; init; } = 35;

    public double ScorePerRaw { get; init; } = 12;

    public double LargestScore { get; init; } = 95;

    /// <summary>Also where the band "medium" begins.</summary>
    public double LeastScore { get; init; } = 40;

    /// <summary>Where the band "high" begins.</summary>
    public double HighScore { get; init; } = 70;

    public int MostSupporting { get; init; } = 3;

    public int MostEvidence { get; init; } = 5;

    internal double Specificity(string keyword) => keyword.Trim() switch
    {
        var text when text.Any(char.IsWhiteSpace) => PhraseSpecificity,
        { Length: >= 5 } => LongWordSpecificity,
        { Length: >= 3 } => ShortWordSpecificity,
        _ => TinyWordSpecificity,
    };
}
