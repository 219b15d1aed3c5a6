using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>What is wrong with scenario files, or with the words of the command line, is said with its place.</summary>
public sealed class ScenarioErrorTests
{
    [Fact]
    public async Task A_variable_that_the_project_does_not_have_is_an_error()
    {
        using var folder = ScenarioProjects.Growth().Write("scenarios/typo.yml", "vars:\n  rat: 4\n");

        await PinAsync(folder, "unknown-variable.txt", "parse");
    }

    [Fact]
    public async Task A_key_that_scenarios_do_not_have_is_an_error()
    {
        using var folder = ScenarioProjects.Growth().Write("scenarios/keys.yml", "variables:\n  rate: 4\n");

        await PinAsync(folder, "unknown-key.txt", "parse");
    }

    [Fact]
    public async Task A_scenario_cannot_have_the_name_of_a_word()
    {
        using var folder = ScenarioProjects.Growth().Write("scenarios/all.yml", "vars: { rate: 4 }\n").Write("scenarios/a b.yml", "vars: { rate: 4 }\n");

        await PinAsync(folder, "bad-names.txt", "parse");
    }

    [Fact]
    public async Task Two_scenarios_of_one_name_are_an_error()
    {
        using var folder = ScenarioProjects.Growth().Write("more/fast.yml", "vars: { rate: 4 }\n");
        folder.Write("sluice.yml", folder.Read("sluice.yml").Replace("scenarios/*.yml", "[scenarios/*.yml, more/fast.yml]", StringComparison.Ordinal));

        await PinAsync(folder, "same-name.txt", "parse");
    }

    [Theory]
    [InlineData("other/*.yml", 0, "no-match.txt")]
    [InlineData("other/one.yml", 2, "no-file.txt")]
    [InlineData("../scenarios/*.yml", 2, "bad-pattern.txt")]
    public async Task A_pattern_that_means_no_file_is_said(string pattern, int exit, string golden)
    {
        using var folder = ScenarioProjects.Growth();
        folder.Write("sluice.yml", folder.Read("sluice.yml").Replace("scenarios/*.yml", pattern, StringComparison.Ordinal));

        await PinAsync(folder, golden, "parse", exit);
    }

    [Fact]
    public async Task An_unknown_scenario_gets_the_nearest_name()
    {
        using var folder = ScenarioProjects.Growth();

        var call = (await folder.RunAsync("run", "--scenario", "fats,slow")).Ends(2);

        Golden.Check("unknown-scenario.txt", call.Error);
    }

    [Fact]
    public async Task A_command_that_is_about_one_scenario_takes_no_second()
    {
        using var folder = ScenarioProjects.Growth();

        var call = (await folder.RunAsync("show", "--scenario", "fast,slow", "--select", "summary")).Ends(2);

        Golden.Check("one-scenario.txt", call.Error);
    }

    private static async Task PinAsync(ProjectFolder folder, string golden, string command, int exit = 2)
    {
        var call = (await folder.RunAsync(command)).Ends(exit);
        Golden.Check(golden, string.Join('\n', Masked.Text(call.Error, folder).Split('\n').Where(line => line.Contains("SLUICE", StringComparison.Ordinal) || line.StartsWith(' '))));
    }
}
