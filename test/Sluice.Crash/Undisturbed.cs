using Sluice.Cli.Crashing;

namespace Sluice.Crash;

/// <summary>The run that nobody kills: what the others are compared with.</summary>
/// <param name="Folder">Where it ran; its database stays.</param>
/// <param name="Exit">How it ended: 1 for a project whose gates fail.</param>
/// <param name="Took">Its length, in which the others are killed.</param>
/// <param name="Commits">The commits that it made.</param>
/// <param name="Anew">The steps that another run builds again though nothing has changed: they read what cannot be tracked.</param>
internal sealed record Undisturbed(ScratchProject Folder, int Exit, TimeSpan Took, int Commits, IReadOnlySet<string> Anew)
{
    /// <summary>The asset and partition of a commit.</summary>
    internal static string StepOf(string commit) => string.Join('|', commit.Split('|')[..2]);

    internal static async Task<Undisturbed> RunAsync(Scene scene, CampaignOptions options)
    {
        // Two that must be equal; the shorter is the measure.
        var first = scene.Copy();
        var warm = Require(await first.CallAsync(options.Command));
        var second = scene.Copy();
        var ended = Require(await second.CallAsync(options.Command));
        var differences = await TableComparison.CompareAsync(first.Database!, second.Database!);
        var before = (await Reopened.LookAsync(first)).Commits;
        Require(await first.CallAsync(options.Command));
        var anew = (await Reopened.LookAsync(first)).Commits.Except(before, StringComparer.Ordinal).Select(StepOf).ToHashSet(StringComparer.Ordinal);
        first.Dispose();
        return differences.IsEmpty
            ? new Undisturbed(second, ended.Exit, ended.Took < warm.Took ? ended.Took : warm.Took, (await Reopened.LookAsync(second)).Commits.Except(scene.Commits, StringComparer.Ordinal).Count(), anew)
            : throw new InvalidOperationException($"two undisturbed runs differ: {string.Join("; ", differences)}");
    }

    private static OwnResult Require(OwnResult ended) =>
        ended.Exit is 0 or 1 ? ended : throw new InvalidOperationException($"the project does not run, exit {ended.Exit}: {ended.Said}");
}
