using Sluice.Cli.Crashing;

namespace Sluice.Crash;

/// <summary>The run that nobody kills: what the others are compared with.</summary>
/// <param name="Folder">Where it ran; its database stays.</param>
/// <param name="Exit">How it ended: 1 for a project whose gates fail.</param>
/// <param name="Took">Its length, in which the others are killed.</param>
/// <param name="Commits">The commits that it made.</param>
internal sealed record Undisturbed(ScratchProject Folder, int Exit, TimeSpan Took, int Commits)
{
    internal static async Task<Undisturbed> RunAsync(CampaignOptions options)
    {
        // The first also warms the machine's caches: the second is the measure.
        var first = new ScratchProject(options.Project, ScratchParts.Sources);
        Require(await first.CallAsync(options.Command));
        var second = new ScratchProject(options.Project, ScratchParts.Sources);
        var ended = Require(await second.CallAsync(options.Command));
        var differences = await TableComparison.CompareAsync(first.Database!, second.Database!);
        first.Dispose();
        return differences.IsEmpty
            ? new Undisturbed(second, ended.Exit, ended.Took, (await Reopened.LookAsync(second)).Commits.Count)
            : throw new InvalidOperationException($"two undisturbed runs differ: {string.Join("; ", differences)}");
    }

    private static OwnResult Require(OwnResult ended) =>
        ended.Exit is 0 or 1 ? ended : throw new InvalidOperationException($"the project does not run, exit {ended.Exit}: {ended.Said}");
}
