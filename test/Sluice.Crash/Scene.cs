using Sluice.Cli.Crashing;

namespace Sluice.Crash;

/// <summary>What every trial begins with: a copy of the project, prepared, and where a change is to be killed also built and then changed.</summary>
/// <param name="Folder">The copy.</param>
/// <param name="Runs">The runs that it has had.</param>
/// <param name="Commits">Their commits.</param>
internal sealed record Scene(ScratchProject Folder, int Runs, IReadOnlyList<string> Commits)
{
    internal static async Task<Scene> PrepareAsync(CampaignOptions options)
    {
        var folder = new ScratchProject(options.Project, ScratchParts.Sources) { Program = options.Program };
        if (options.Prepare is { } prepare)
        {
            await MustAsync(folder, prepare);
        }

        if (options.Change is not { } change)
        {
            return new Scene(folder, 0, []);
        }

        await MustAsync(folder, options.Command);
        await MustAsync(folder, change);
        var found = await Reopened.LookAsync(folder);
        return new Scene(folder, found.Runs, found.Commits);
    }

    internal ScratchProject Copy() => new(Folder.Root, ScratchParts.Everything) { Program = Folder.Program };

    private static async Task MustAsync(ScratchProject folder, IReadOnlyList<string> command)
    {
        var ended = await folder.CallAsync(command);
        if (ended.Exit != 0)
        {
            throw new InvalidOperationException($"`{string.Join(' ', command)}` ended with {ended.Exit}: {ended.Said}");
        }
    }
}
