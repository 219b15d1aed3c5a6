using System.CommandLine;
using System.Text;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;

namespace Sluice.Cli.Tests;

/// <summary>docs/reference/cli.md is made from the command tree; this test fails when it is stale, <c>SLUICE_ACCEPT=1</c> rewrites it.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, List<Option>> Shared = new(StringComparer.Ordinal)
    {
        ["selection"] = OptionsOf(new SelectionOptions().AddTo),
        ["running"] = OptionsOf(new RunOptions().AddTo),
        ["projects"] = OptionsOf(new ProjectOptions().AddTo),
    };

    [Fact]
    public void The_reference_page_describes_the_commands_as_they_are()
    {
        var path = Clone.Path("docs", "reference", "cli.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, page);
        }

        Assert.Equal(File.ReadAllText(path), page);
    }

    [Fact]
    public void Every_command_and_option_is_described()
    {
        var tree = CommandTree.Create();
        foreach (var command in tree.Commands)
        {
            command.Build();
        }

        var bare = tree.Commands.SelectMany(command => command.Options.Where(option => !option.Hidden).Select(option => (Symbol)option).Append(command))
            .Where(symbol => string.IsNullOrWhiteSpace(symbol.Description) || !symbol.Description.EndsWith('.') && !symbol.Description.EndsWith('…'))
            .Select(symbol => symbol.Name);

        Assert.Empty(bare);
    }

    private static string Page()
    {
        var tree = CommandTree.Create();
        var text = new StringBuilder("""
            # The command line

            Data goes to standard output, talk to standard error. Exit codes: 0 everything was done, 1 a step failed, 2 the command line or the project is wrong,
            130 the run was stopped by Ctrl-C or a signal. Options have dbt's names where their meaning is dbt's; each can be given as `DBT_<OPTION>` in the
            environment where it says so in dbt.

            Ctrl-C once stops a run cleanly: queries are interrupted, running steps are rolled back, and the run is recorded as cancelled. Ctrl-C twice ends the
            process at once. `sluice resume` goes on after either.

            The live display appears where standard error is a terminal, and plain lines elsewhere and where `TERM` is `dumb`. Colours are off where `NO_COLOR` is
            set or `--no-use-colors` is given. The tables of `plan` and `runs` are cut to the terminal; in a file or a pipe they are whole.

            ## Every command


            """);
        Options(text, tree.Root.Options);
        foreach (var command in tree.Commands)
        {
            command.Build();
            text.Append($"\n## sluice {command.Name}\n\n{command.Description}");
            text.Append(command.Aliases.Count > 0 ? $" Also: {string.Join(", ", command.Aliases.Select(alias => $"`{alias}`"))}.\n" : "\n");
            if (command.Examples.Count > 0)
            {
                text.Append($"\n{string.Concat(command.Examples.Select(example => $"    {example}\n"))}");
            }

            if (command.Arguments.Count > 0)
            {
                text.Append("\n| argument | meaning |\n|---|---|\n");
                text.Append(string.Concat(command.Arguments.Select(argument => $"| `{argument.Name}` | {argument.Description} |\n")));
            }

            var own = command.Options.Where(option => !option.Hidden && !Shared.Values.Any(group => group.Any(shared => shared.Name == option.Name))).ToList();
            if (own.Count > 0)
            {
                text.Append('\n');
                Options(text, own);
            }

            var groups = Shared.Where(group => group.Value.All(shared => command.Options.Any(option => option.Name == shared.Name))).Select(group => group.Key).ToList();
            if (groups.Count > 0)
            {
                text.Append($"\nAnd the options of {string.Join(", ", groups.Select(group => $"[{group}](#options-of-{group})"))}.\n");
            }
        }

        foreach (var (name, options) in Shared)
        {
            text.Append($"\n## Options of {name}\n\n");
            Options(text, options);
        }

        return text.ToString();
    }

    private static void Options(StringBuilder text, IEnumerable<Option> options)
    {
        text.Append("| option | meaning |\n|---|---|\n");
        foreach (var option in options.Where(option => !option.Hidden))
        {
            var names = string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"`{name}`"));
            text.Append($"| {names}{(option.HelpName is { } value ? $" *{value}*" : "")} | {option.Description?.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    private static List<Option> OptionsOf(Action<Command> addTo)
    {
        var command = new Command("x");
        addTo(command);
        return [.. command.Options.Where(option => !option.Hidden)];
    }
}
