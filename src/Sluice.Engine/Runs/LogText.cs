namespace Sluice.Engine.Runs;

/// <summary>Keeps a step's words in the log to a bounded length.</summary>
internal static class LogText
{
    internal const int MaxLength = 16 * 1024;

    /// <summary>The text, or its beginning and a note on how much is missing.</summary>
    internal static string? Limit(string? text) =>
        text is null || text.Length <= MaxLength ? text : $"{text.AsSpan(0, MaxLength)}… ({text.Length - MaxLength} more characters)";
}
