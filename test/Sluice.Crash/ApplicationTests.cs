using Sluice.Cli.Crashing;

namespace Sluice.Crash;

/// <summary>The same for an application: assets in C#, chunks and an embedded graph.</summary>
public sealed class ApplicationTests
{
    private static readonly string Folder = Clone.Path("samples", "sbir");
    private static readonly string Program = Path.Combine(Folder, Path.GetRelativePath(Clone.Path("test", "Sluice.Crash"), AppContext.BaseDirectory), "Sbir.dll");

    [Fact]
    public async Task Killed_at_any_instant_an_application_gets_through_to_the_same_cells_and_repeats_no_commit()
    {
        var options = new CampaignOptions { Project = Folder, Program = Program, Prepare = ["generate", "--awards", "60"], Kills = 2, Seed = 20261121 };
        var lines = new List<string>();

        var result = await new Campaign(options, line => { lines.Add(line); return Task.CompletedTask; }).RunAsync();

        Assert.True(result.Failed.Count == 0, string.Join('\n', lines));
        Assert.Equal((2, 2, 0), (result.Trials, result.Equal, result.Repeated));
    }

    [Fact]
    public async Task An_application_kills_itself_in_a_copy_where_it_is_asked_whether_its_steps_are_safe()
    {
        using var folder = new ScratchProject(Folder, ScratchParts.Sources) { Program = Program };

        var ended = await folder.CallAsync(["test", "--crash-everywhere", "--select", "raw_contracts"]);

        Assert.True(ended.Exit == 0, ended.Said);
        Assert.Contains("2 kills, 1 of 1 step safe", ended.Said, StringComparison.Ordinal);
    }
}
