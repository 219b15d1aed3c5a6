using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Options;

/// <summary>An option whose value is a date or a date with a time, UTC.</summary>
/// <param name="name">Without dashes.</param>
/// <param name="description">One sentence for the help page.</param>
internal sealed class MomentOption(string name, string description)
{
    private readonly Option<string?> _option = new($"--{name}") { Description = description, HelpName = "time" };

    internal void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>The moment; null where neither the option nor its environment variable is given.</summary>
    /// <exception cref="DiagnosticException">The value is no date.</exception>
    internal DateTime? Read(ParseResult parsed, CommandText line, EnvironmentFlags environment)
    {
        var text = parsed.GetValue(_option) ?? environment.Text(name.Replace('-', '_').ToUpperInvariant());
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw new DiagnosticException(UsageErrors.BadValue(
                line, line.FindLast([$"--{name}"]), $"`--{name}` must be a date or a time, found `{text}`", "write it as 2024-01-31 or 2024-01-31T05:00:00"));
    }
}
