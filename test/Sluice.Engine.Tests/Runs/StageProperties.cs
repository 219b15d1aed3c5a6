using FsCheck;
using FsCheck.Fluent;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

/// <summary>What holds in every project of stages, whatever fails in it.</summary>
public sealed class StageProperties
{
    private const int ForEver = int.MaxValue;

    [Fact]
    public void A_step_begins_when_all_that_it_reads_and_all_stages_before_its_own_have_ended()
    {
        var (before, failed) = (0, 0);
        ForAny(async numbers =>
        {
            var project = new StagedProject(numbers, failures: ForEver);
            failed += (await project.RunAsync(threads: 4)).Status == RunStatus.Failed ? 1 : 0;

            return project.Ran.All(step => project.ReadsOf(step.Key).Concat(project.StagedBefore(step.Key)).Where(project.Ran.ContainsKey).All(other =>
            {
                before++;
                return project.Ran[other].Ended < step.Value.Began;
            }));
        });

        Assert.True(before > 5000 && failed > 50, $"only {before} pairs of steps in an order, {failed} runs with a failure");
    }

    [Fact]
    public void Nothing_that_reads_what_failed_and_nothing_behind_a_gate_that_failed_is_run()
    {
        var (unread, behind) = (0, 0);
        ForAny(async numbers =>
        {
            var project = new StagedProject(numbers, failures: ForEver);
            var result = await project.RunAsync(threads: 4);
            var done = result.Outcomes.Where(outcome => outcome.Result.Status == StepStatus.Succeeded).Select(outcome => outcome.Step.ToString()).ToHashSet(StringComparer.Ordinal);
            var stopped = project.Steps.Where(step => project.ReadsOf(step).Any(read => !done.Contains(read))).ToList();
            var gated = project.Steps.Where(step => project.IsBehindFailedGate(step, result)).ToList();
            (unread, behind) = (unread + stopped.Count, behind + gated.Count);

            return !stopped.Concat(gated).Any(project.Ran.ContainsKey);
        });

        Assert.True(unread > 100 && behind > 100, $"only {unread} steps over a failure, {behind} behind a gate");
    }

    [Fact]
    public void A_stage_that_is_tried_again_until_it_succeeds_ends_like_one_that_never_failed()
    {
        var retried = 0;
        ForAny(async numbers =>
        {
            var project = new StagedProject(numbers, failures: 1, retries: 20);
            var undisturbed = new StagedProject(numbers, failures: 0, retries: 20);
            var result = await project.RunAsync(threads: 4);
            await undisturbed.RunAsync(threads: 1);
            for (var go = 0; go < 40 && result.Status == RunStatus.Failed; go++)
            {
                // What belongs to no stage, or is asked before it begins, is not tried again; one such step may lie behind another.
                result = await project.ResumeAsync(result.Run);
            }

            retried += project.Again;
            return result.Status == RunStatus.Succeeded && project.Committed.SequenceEqual(undisturbed.Committed);
        });

        Assert.True(retried > 50, $"only {retried} steps were tried again");
    }

    [Fact]
    public void A_run_that_failed_and_goes_on_ends_like_one_that_never_failed()
    {
        var resumed = 0;
        ForAny(async numbers =>
        {
            var project = new StagedProject(numbers, failures: 1);
            var undisturbed = new StagedProject(numbers, failures: 0);
            await undisturbed.RunAsync(threads: 1);
            var result = await project.RunAsync(threads: 4);
            for (var go = 0; go < 40 && result.Status == RunStatus.Failed; go++)
            {
                resumed++;
                result = await project.ResumeAsync(result.Run);
            }

            return result.Status == RunStatus.Succeeded && project.Committed.SequenceEqual(undisturbed.Committed);
        });

        Assert.True(resumed > 50, $"only {resumed} runs failed");
    }

    private static void ForAny(Func<int[], Task<bool>> holds) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(80));
}
