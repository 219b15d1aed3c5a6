using System.CommandLine;

namespace Sluice.Cli.Options;

/// <summary>The options that dbt takes before every command and behind it, also where a command has no use for them.</summary>
internal static class EverywhereOptions
{
    private static readonly string[] Switches = ["defer", "favor-state", "fail-fast", "version-check"];
    private static readonly string[] Valued = ["defer-state", "indirect-selection", "log-path", "profile", "state", "target"];

    /// <summary>Lets a command accept those that it does not read.</summary>
    internal static void AddMissingTo(Command command)
    {
        foreach (var name in Switches.SelectMany(name => (string[])[$"--{name}", $"--no-{name}"]))
        {
            Add(command, new Option<bool>(name, name == "--fail-fast" ? ["-x"] : []) { Hidden = true, Arity = ArgumentArity.Zero });
        }

        foreach (var name in Valued)
        {
            Add(command, new Option<string?>($"--{name}", name == "target" ? ["-t"] : []) { Hidden = true });
        }
    }

    /// <summary>Moves those that stand before the command behind its name, where the command reads them.</summary>
    internal static IReadOnlyList<string> Behind(IReadOnlyList<string> arguments, Func<string, bool> isCommand)
    {
        var (moved, rest) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            if (isCommand(arguments[i]))
            {
                return moved.Count == 0 ? arguments : [.. rest, arguments[i], .. moved, .. arguments.Skip(i + 1)];
            }

            var name = arguments[i].Split('=')[0];
            var takesValue = name == "-t" || Valued.Contains(name.TrimStart('-'), StringComparer.Ordinal);
            if (!takesValue && name != "-x" && !Switches.Any(other => name == $"--{other}" || name == $"--no-{other}"))
            {
                rest.Add(arguments[i]);
                continue;
            }

            moved.Add(arguments[i]);
            if (takesValue && !arguments[i].Contains('=', StringComparison.Ordinal) && i + 1 < arguments.Count)
            {
                moved.Add(arguments[++i]);
            }
        }

        return arguments;
    }

    private static void Add(Command command, Option option)
    {
        if (!command.Options.Any(other => other.Name == option.Name))
        {
            command.Options.Add(option);
        }
    }
}
