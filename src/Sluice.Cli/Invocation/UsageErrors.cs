using Sluice.Diagnostics;

namespace Sluice.Cli.Invocation;

/// <summary>What can be wrong with a command line or an environment variable.</summary>
internal static class UsageErrors
{
    internal static Diagnostic UnknownCommand(CommandText line, int argument, IEnumerable<string> commands) =>
        line.Error("SLUICE5001", argument, $"there is no command `{line[argument]}`", Nearest.Hint(line[argument], commands) ?? "`sluice --help` lists the commands");

    internal static Diagnostic UnknownOption(CommandText line, int argument, string command, IEnumerable<string> options)
    {
        var name = line[argument].Split('=')[0];
        return line.Error("SLUICE5002", argument, $"`{command}` has no option `{name}`", Nearest.Hint(name, options) ?? $"`{command} --help` lists the options");
    }

    internal static Diagnostic UnexpectedArgument(CommandText line, int argument, string command, bool selects) =>
        line.Error("SLUICE5003", argument, $"`{command}` takes no argument `{line[argument]}`", selects ? $"to select models, write `--select {line[argument]}`" : null);

    internal static Diagnostic BadValue(CommandText line, int argument, string message, string? hint = null) =>
        line.Error("SLUICE5004", argument, message, hint);

    internal static Diagnostic BadVariable(string variable, string value, string expected)
    {
        var text = $"{variable}={value}";
        return new Diagnostic("SLUICE5005", Severity.Error, $"the environment variable `{variable}` must be {expected}, found `{value}`",
            new SourceText("environment", text), new SourceSpan(variable.Length + 1, text.Length), "correct it, or unset it");
    }

    internal static Diagnostic BadProjectName(CommandText line, int argument, string name, string proposal) => line.Error(
        "SLUICE5007", argument, $"`{name}` cannot name a project: letters, digits and underscores only, no digit first", $"sluice init {proposal}");

    internal static Diagnostic ProjectExists(CommandText line, int argument, string folder, string file) => line.Error(
        "SLUICE5008", argument, $"{folder} holds a `{file}` already; nothing was written", "name another folder");

    /// <summary>The file system refused; the system's message names the path.</summary>
    internal static Diagnostic Unreachable(CommandText line, Exception error) =>
        line.Error("SLUICE5006", -1, Sentence(error.Message), error is UnauthorizedAccessException ? "check who may read and write there" : null);

    internal static Diagnostic Unforeseen(CommandText line, Exception error, string path) =>
        line.Error("SLUICE5099", -1, $"an error in sluice itself: {error.GetType().Name}: {error.Message.Split('\n')[0].TrimEnd()}", $"please report it with {path}");

    /// <summary>A foreign message in the form of ours: lower case, no full stop, values in backticks.</summary>
    internal static string Sentence(string message) =>
        string.Concat(char.ToLowerInvariant(message[0]).ToString(), message.AsSpan(1)).TrimEnd('.').Replace('\'', '`');
}
