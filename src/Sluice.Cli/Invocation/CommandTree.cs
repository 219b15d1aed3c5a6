using System.CommandLine;
using System.CommandLine.Help;
using Sluice.Cli.Options;

namespace Sluice.Cli.Invocation;

/// <summary>The commands and the options that all of them share.</summary>
internal sealed class CommandTree
{
    private CommandTree(Command root, GlobalOptions global)
    {
        Root = root;
        Global = global;
    }

    internal Command Root { get; }

    internal GlobalOptions Global { get; }

    internal IEnumerable<SluiceCommand> Commands => Root.Subcommands.OfType<SluiceCommand>();

    internal static CommandTree Create()
    {
        var root = new Command("sluice", "Builds the tables of a project: SQL models in dbt format, over partitions, on embedded DuckDB.");
        root.Options.Add(new HelpOption("--help", "-h", "-?") { Description = "Show this page.", Recursive = true });
        root.Options.Add(new Option<bool>("--version", "-V", "-v") { Description = "Show the version.", Arity = ArgumentArity.Zero });
        var global = new GlobalOptions();
        global.AddTo(root);
        foreach (var command in CommandList.All())
        {
            root.Subcommands.Add(command);
        }

        return new CommandTree(root, global);
    }

    /// <summary>Parses; the options of the commands that are named, and of no other, are made first.</summary>
    internal ParseResult Parse(IReadOnlyList<string> arguments)
    {
        foreach (var command in Commands.Where(command => arguments.Contains(command.Name) || arguments.Any(command.Aliases.Contains)))
        {
            command.Build();
        }

        arguments = EverywhereOptions.Behind(arguments, argument => Commands.Any(command => command.Name == argument || command.Aliases.Contains(argument)));

        // `@model` is a selection, not a file of arguments; `-qx` is a typing error rather than two options.
        return Root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
    }
}
