using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Options;

/// <summary>An option whose value is a whole number.</summary>
/// <param name="name">With dashes.</param>
/// <param name="description">One sentence for the help page.</param>
/// <param name="least">The least number allowed.</param>
internal sealed class NumberOption(string name, string description, int least = 1)
{
    private readonly Option<string?> _option = new(name) { Description = description, HelpName = "n" };

    /// <summary>True where commands below have it too.</summary>
    internal bool Recursive
    {
        init => _option.Recursive = value;
    }

    internal void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>The number; null where the option is not given.</summary>
    /// <exception cref="DiagnosticException">The value is no whole number, or too small.</exception>
    internal int? Read(ParseResult parsed, CommandText line)
    {
        if (parsed.GetValue(_option) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new DiagnosticException(UsageErrors.BadValue(
                line, line.FindLast([name]), $"`{name}` must be a whole number{(least == int.MinValue ? "" : $", at least {least}")}, found `{text}`"));
    }
}
