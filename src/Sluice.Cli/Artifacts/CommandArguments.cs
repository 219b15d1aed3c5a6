using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Running;

namespace Sluice.Cli.Artifacts;

/// <summary>The options that a command was called with, under the names that dbt's artifacts have for them.</summary>
internal static class CommandArguments
{
    /// <summary>What was given, by name; the command itself under <c>which</c>.</summary>
    /// <param name="call">The command's call.</param>
    /// <param name="command">The command's name.</param>
    internal static IEnumerable<KeyValuePair<string, object?>> Of(CommandCall call, string command)
    {
        yield return new("which", command);
        yield return new("invocation_command", CommandMask.Of(call));
        yield return new("write_json", call.Global.WritesJson);
        foreach (var argument in call.Parsed.CommandResult.Command.Arguments)
        {
            if (call.Parsed.GetResult(argument) is { Tokens: [var token, ..] })
            {
                yield return new(argument.Name, token.Value);
            }
        }

        foreach (var option in OptionsOf(call.Parsed.CommandResult.Command).DistinctBy(option => option.Name))
        {
            if (call.Parsed.GetResult(option) is { Implicit: false } given && Name(option) is not "write_json" and var name)
            {
                yield return new(name, Value(option, [.. given.Tokens.Select(token => token.Value)]));
            }
        }
    }

    /// <summary>The options of a command, those of every command among them.</summary>
    internal static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options));

    private static string Name(Option option)
    {
        var name = option.Name.TrimStart('-').Replace('-', '_');
        return option.ValueType == typeof(bool) && name.StartsWith("no_", StringComparison.Ordinal) ? name[3..] : name;
    }

    private static object? Value(Option option, string[] values) => option switch
    {
        _ when option.ValueType == typeof(bool) => !option.Name.StartsWith("--no-", StringComparison.Ordinal),
        { Arity.MaximumNumberOfValues: > 1 } => values,
        _ => values.Length == 1 ? values[0] : values,
    };
}
