using System.Globalization;

namespace Sluice.Crash;

/// <summary>What all trials showed.</summary>
/// <param name="Trials">How many there were.</param>
/// <param name="Kills">How many processes were killed.</param>
/// <param name="Equal">Trials without any problem.</param>
/// <param name="Repeated">Commits, of steps and of chunks, that were made again.</param>
/// <param name="Chunks">Chunks that a kill has found committed in a step that was not.</param>
/// <param name="Reopening">The longest that it took to be opened again after a kill.</param>
/// <param name="Log">The most bytes of DuckDB's write-ahead log that were read again for that.</param>
/// <param name="Failed">The trials with a problem.</param>
internal sealed record CampaignResult(int Trials, int Kills, int Equal, long Repeated, long Chunks, TimeSpan Reopening, long Log, IReadOnlyList<TrialResult> Failed)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Equal} of {Trials} equal, {Repeated} repeated; {Kills} kills, {Chunks} chunks found committed, opened again within {Reopening.TotalMilliseconds:0} ms, having read a log of up to {Log / 1_000_000} MB");
}

/// <summary>Many trials of one project, each reproducible from the seed and its number.</summary>
internal sealed class Campaign(CampaignOptions options, Func<string, Task> say)
{
    internal async Task<CampaignResult> RunAsync()
    {
        var scene = await Scene.PrepareAsync(options);
        var undisturbed = await Undisturbed.RunAsync(scene, options);
        await say(string.Create(
            CultureInfo.InvariantCulture, $"undisturbed: exit {undisturbed.Exit}, {undisturbed.Commits} commits, {undisturbed.Took.TotalMilliseconds:0} ms"));
        var results = new List<TrialResult>();
        foreach (var number in Enumerable.Range(options.First, options.Kills))
        {
            results.Add(await new Trial(options, scene, undisturbed, number).RunAsync());
            await say(results[^1].ToString());
        }

        undisturbed.Folder.Dispose();
        scene.Folder.Dispose();
        var result = new CampaignResult(
            results.Count,
            results.Sum(trial => trial.Kills.Count),
            results.Count(trial => trial.Problems.Count == 0),
            results.Sum(trial => trial.Repeated),
            results.Sum(trial => trial.Chunks),
            results.Max(trial => trial.Reopening),
            results.Max(trial => trial.Log),
            [.. results.Where(trial => trial.Problems.Count > 0)]);
        await say(result.ToString());
        return result;
    }
}
