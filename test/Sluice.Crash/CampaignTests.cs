namespace Sluice.Crash;

/// <summary>A small part of what the program does, with a fixed seed.</summary>
public sealed class CampaignTests
{
    [Fact]
    public async Task Killed_at_any_instant_a_project_with_stages_and_gates_gets_through_to_the_same_cells()
    {
        using var project = new ToyProject(limit: 1_000_000);

        var result = await KillAsync(project);

        Assert.Equal((3, 3, 0), (result.Trials, result.Equal, result.Repeated));
    }

    [Fact]
    public async Task Killed_at_any_instant_a_stage_that_is_rolled_back_leaves_the_same_cells()
    {
        // The second year doubles beyond the limit.
        using var project = new ToyProject(limit: 150);

        var result = await KillAsync(project);

        Assert.Equal((3, 3), (result.Trials, result.Equal));
    }

    private static async Task<CampaignResult> KillAsync(ToyProject project)
    {
        var options = new CampaignOptions { Project = project.Root, Kills = 3, Seed = 20251121 };
        var lines = new List<string>();
        var result = await new Campaign(options, line => { lines.Add(line); return Task.CompletedTask; }).RunAsync();
        Assert.True(result.Failed.Count == 0, string.Join('\n', lines));
        return result;
    }
}
