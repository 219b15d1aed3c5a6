using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Options;

/// <summary><c>--output</c>: the form of the data on standard output.</summary>
/// <param name="forms">The words allowed, the default one first.</param>
internal sealed class OutputOption(params string[] forms)
{
    private readonly Option<string?> _output = new("--output") { Description = $"The form of the output: {string.Join(", ", forms)}.", HelpName = "form" };

    internal void AddTo(Command command) => command.Options.Add(_output);

    /// <summary>Reads the values.</summary>
    /// <exception cref="DiagnosticException">The form does not exist.</exception>
    internal string Read(ParseResult parsed, CommandText line)
    {
        var form = parsed.GetValue(_output) ?? forms[0];
        return forms.Contains(form, StringComparer.Ordinal)
            ? form
            : throw new DiagnosticException(UsageErrors.BadValue(
                line, line.FindLast([_output.Name]), $"`--output` must be one of {string.Join(", ", forms)}, found `{form}`", Nearest.Hint(form, forms)));
    }
}
