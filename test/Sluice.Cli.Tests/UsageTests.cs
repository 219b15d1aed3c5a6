namespace Sluice.Cli.Tests;

/// <summary>What is said about a command line that cannot be understood.</summary>
public sealed class UsageTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "unknown-command", "rnu" },
        { "unknown-command-far-from-any", "frobnicate --select x" },
        { "unknown-option", "run --slect orders" },
        { "unknown-option-before-the-command", "--quite run" },
        { "unknown-option-behind-a-list", "run --select orders --fulrefresh" },
        { "unexpected-argument", "run orders" },
        { "missing-value", "run --select" },
        { "missing-number", "run --threads" },
        { "not-a-number", "run --threads many" },
        { "too-small-a-number", "run --threads 0" },
        { "not-a-time", "run --wait soon" },
        { "unknown-resource-type", "ls --resource-type modle seed" },
        { "unknown-form", "ls --output jsn" },
        { "unknown-level", "ls --log-level loud" },
        { "bad-project-name", "init my-shop" },
        { "two-problems", "run --slect a --exlude b" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_command_line_is_answered_with_its_place_and_exit_code_2(string name, string line)
    {
        var host = new FakeHost();

        var exit = await host.RunAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, exit);
        Assert.Empty(host.Output.ToString());
        Golden.Check($"{name}.txt", host.Error.ToString());
    }

    [Fact]
    public async Task A_variable_that_is_no_truth_is_named_with_its_value()
    {
        var host = new FakeHost { Environment = { ["DBT_QUIET"] = "perhaps" } };

        var exit = await host.RunAsync("init", "shop");

        Assert.Equal(ExitCode.Usage, exit);
        Golden.Check("bad-variable.txt", host.Error.ToString());
    }

    [Fact]
    public async Task The_version_is_one_line_on_standard_output()
    {
        var host = new FakeHost();

        var exit = await host.RunAsync("--version");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Matches(@"^sluice \d+\.\d+\.\d+\n$", host.Output.ToString());
    }

    [Fact]
    public async Task No_command_at_all_shows_the_help_page()
    {
        var host = new FakeHost();

        var exit = await host.RunAsync();

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("sluice [command] [options]", host.Output.ToString(), StringComparison.Ordinal);
    }
}
