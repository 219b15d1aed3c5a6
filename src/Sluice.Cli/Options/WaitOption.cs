using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Options;

/// <summary><c>--wait 5m</c>: a span of time.</summary>
/// <param name="description">One sentence for the help page.</param>
internal sealed partial class WaitOption(string description)
{
    private readonly Option<string?> _wait = new("--wait") { Description = description, HelpName = "time" };

    internal void AddTo(Command command) => command.Options.Add(_wait);

    /// <summary>The span; null where the option is not given.</summary>
    /// <exception cref="DiagnosticException">The value is no span of time.</exception>
    internal TimeSpan? Read(ParseResult parsed, CommandText line)
    {
        if (parsed.GetValue(_wait) is not { } text)
        {
            return null;
        }

        return Parse(text) ?? throw new DiagnosticException(UsageErrors.BadValue(
            line, line.FindLast([_wait.Name]), $"`{_wait.Name}` must be a number with ms, s, m or h behind it, found `{text}`", "--wait 30s, --wait 5m, or --wait 0 to give up at once"));
    }

    private static TimeSpan? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 100_000)
        {
            return null;
        }

        return match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromSeconds(number),
        };
    }

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)?)(?<unit>ms|s|m|h)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
