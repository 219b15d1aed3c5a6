using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Rules;

/// <summary>How far off is still fine: a number, a share, or a time in hours.</summary>
/// <param name="Text">As written.</param>
/// <param name="Limit">The number; of a share, in percent.</param>
/// <param name="IsShare">True where it is a share of what is expected.</param>
internal sealed partial record Threshold(string Text, double Limit, bool IsShare)
{
    /// <summary>Reads a threshold; null where the text is none of that form.</summary>
    internal static Threshold? Parse(string text, ThresholdForm form)
    {
        if (form == ThresholdForm.Age)
        {
            return YamlDurations.Parse(text) is { } age ? new Threshold(text, age.TotalHours, false) : null;
        }

        var match = NumberForm().Match(text);
        return match.Success && (form == ThresholdForm.AmountOrShare || !match.Groups["share"].Success)
            ? new Threshold(text, double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["share"].Success)
            : null;
    }

    /// <summary>True where something is further off than that.</summary>
    /// <param name="off">How far.</param>
    /// <param name="whole">What a share is of; null for a kind that knows none.</param>
    internal bool IsBeyond(double off, double? whole) => IsShare
        ? off > 0 && off > Math.Abs(whole ?? 0) * Limit / 100 * (1 + 1e-12)
        : off > Limit;

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)(\s*(?<share>%))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NumberForm();
}
