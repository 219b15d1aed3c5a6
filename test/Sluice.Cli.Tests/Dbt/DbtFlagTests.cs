using System.CommandLine;
using Sluice.Cli.Invocation;

namespace Sluice.Cli.Tests.Dbt;

/// <summary>Every option of every command of dbt is accepted here, or refused for a reason.</summary>
public sealed class DbtFlagTests
{
    public static TheoryData<string> Commands => [.. DbtFlags.CommandNames];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_option_of_dbt_is_accepted_or_refused_for_a_reason(string command)
    {
        var refused = DbtFlags.Of(command).Where(option => !IsAccepted(command, option)).Select(option => $"{command} {option}");

        Assert.Equal(DbtFlags.Refused.Keys.Where(key => key.StartsWith($"{command} --", StringComparison.Ordinal)), refused);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Options_of_every_command_may_stand_before_it(string command)
    {
        var refused = DbtFlags.BeforeTheCommand.Where(option => Problems([.. WithValue(command, option), .. command.Split(' '), .. Argument(command)]).Count > 0);

        Assert.Empty(refused);
    }

    [Fact]
    public void Options_before_the_command_count_as_those_behind_it()
    {
        var tree = CommandTree.Create();

        var parsed = tree.Parse(["-x", "--target", "run", "--state=old", "--no-defer", "run", "--select", "a"]);

        var command = parsed.CommandResult.Command;
        Assert.Equal("run", command.Name);
        Assert.Empty(parsed.Errors);
        Assert.Equal("run", parsed.GetValue(command.Options.OfType<Option<string?>>().First(option => option.Name == "--target")));
        Assert.Equal("old", parsed.GetValue(command.Options.OfType<Option<string?>>().First(option => option.Name == "--state")));
        Assert.Equal(["a"], parsed.GetValue(command.Options.OfType<Option<string[]>>().First(option => option.Name == "--select"))!);
    }

    private static bool IsAccepted(string command, string option) => Problems([.. command.Split(' '), .. Argument(command), .. WithValue(command, option)]).Count == 0;

    private static List<string> Problems(string[] arguments)
    {
        var tree = CommandTree.Create();
        return [.. UsageCheck.Problems(tree.Parse(arguments), tree, new CommandText(arguments)).Select(problem => problem.ToString())];
    }

    private static string[] Argument(string command) => command == "run-operation" ? ["some_macro"] : [];

    // An option that takes no value is refused with one.
    private static string[] WithValue(string command, string option)
    {
        var tree = CommandTree.Create();
        tree.Parse(command.Split(' '));
        var known = tree.Root.Options.Concat(tree.Commands.First(candidate => candidate.Name == command.Split(' ')[0] || candidate.Aliases.Contains(command.Split(' ')[0])).Options)
            .FirstOrDefault(candidate => candidate.Name == option || candidate.Aliases.Contains(option));
        return known is null || known.ValueType == typeof(bool) ? [option] : [option, "1"];
    }
}
