using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Sql.Project.Yaml;

/// <summary>Lengths of time as sluice.yml writes them: <c>30s</c>, <c>90m</c>, <c>1.5h</c>, <c>1d</c>, <c>2w</c>.</summary>
internal static partial class YamlDurations
{
    /// <summary>Reads a length of time; null for any other text.</summary>
    internal static TimeSpan? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var number = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" => TimeSpan.FromDays(number),
            _ => TimeSpan.FromDays(7 * number),
        };
    }

    /// <summary>The length of time of a key; null where it is absent, and where it is none, which is reported.</summary>
    internal static TimeSpan? Duration(this YamlReader reader, string key)
    {
        var text = reader.String(key);
        var time = text is null ? null : Parse(text);
        if (text is not null && time is null)
        {
            reader.Diagnostics.Add(SluiceErrors.NoTime(reader.Node(key)!, key));
        }

        return time;
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,6}(\.[0-9]+)?)\s*(?<unit>[smhdw])$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
