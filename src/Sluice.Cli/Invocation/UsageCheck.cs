using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sluice.Diagnostics;

namespace Sluice.Cli.Invocation;

/// <summary>Turns what the parser did not understand into diagnostics that point into the command line.</summary>
internal static class UsageCheck
{
    // Their values are text that may well begin with a dash.
    private static readonly string[] FreeText = ["--inline", "--inline-direct", "--args", "--vars"];

    internal static IEnumerable<Diagnostic> Problems(ParseResult parsed, CommandTree tree, CommandText line)
    {
        var command = parsed.CommandResult.Command;
        var name = command == tree.Root ? "sluice" : $"sluice {command.Name}";
        var options = tree.Root.Options.Concat(command.Options).Where(option => !option.Hidden)
            .SelectMany(option => option.Aliases.Append(option.Name)).Where(option => option.StartsWith("--", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        var unmatched = parsed.UnmatchedTokens;
        if (command == tree.Root && unmatched.Any(token => !IsOption(token)))
        {
            var stranger = line.Find(unmatched.First(token => !IsOption(token)));
            if (line[stranger] == "clone")
            {
                yield return UsageErrors.NotSupported(line, stranger, "`clone`", "DuckDB has no clones of tables: build into another target, or copy the database file");
                yield break;
            }

            yield return UsageErrors.UnknownCommand(line, stranger, tree.Commands.Select(candidate => candidate.Name));
            yield break;
        }

        var from = 0;
        foreach (var token in unmatched)
        {
            var argument = line.Find(token, from);
            var isValueOfUnknown = !IsOption(token) && argument > 0 && argument == from && from > 0;
            from = argument + 1;
            if (isValueOfUnknown)
            {
                continue;
            }

            yield return IsOption(token)
                ? UsageErrors.UnknownOption(line, argument, name, options)
                : UsageErrors.UnexpectedArgument(line, argument, name, options.Contains("--select", StringComparer.Ordinal));
        }

        foreach (var swallowed in Swallowed(parsed))
        {
            yield return UsageErrors.UnknownOption(line, line.Find(swallowed), name, options);
        }

        foreach (var error in parsed.Errors.Where(error => !unmatched.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal))))
        {
            // With an unknown command the parser also misses the command.
            if (error.SymbolResult is CommandResult && (unmatched.Count > 0 || error.SymbolResult.Tokens.Count == 0 && command == tree.Root))
            {
                continue;
            }

            var option = error.SymbolResult as OptionResult;
            yield return UsageErrors.BadValue(
                line,
                option?.IdentifierToken is { } token ? line.Find(token.Value) : line.Count - 1,
                option is { IdentifierToken: { } identifier, Tokens.Count: 0 } ? $"`{identifier.Value}` needs a value" : UsageErrors.Sentence(error.Message),
                $"`{name} --help` describes it");
        }
    }

    // A list of values takes everything up to the next option that exists, a mistyped option too.
    private static IEnumerable<string> Swallowed(ParseResult parsed) =>
        parsed.CommandResult.Children
            .Where(result => result is not OptionResult option || !FreeText.Contains(option.Option.Name, StringComparer.Ordinal))
            .SelectMany(result => result.Tokens)
            .Select(token => token.Value)
            .Where(IsOption);

    private static bool IsOption(string token) =>
        token.Length > 1 && token[0] == '-' && !double.TryParse(token, CultureInfo.InvariantCulture, out _);
}
