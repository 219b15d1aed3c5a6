using System.Globalization;

namespace Sbir.Clients;

/// <summary>Texts of answers as values.</summary>
internal static class WireText
{
    /// <summary>The day of <c>2022-07-11</c> and of <c>2022-07-11T00:00:00.000Z</c>; null for anything else.</summary>
    internal static DateOnly? Day(string? text) =>
        text is { Length: >= 10 } && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
