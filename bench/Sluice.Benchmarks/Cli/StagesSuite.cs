using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sluice.Benchmarks.Cli;

/// <summary>What stages, prerequisites, saves, gates and checkpoints cost beside the same steps without them.</summary>
internal sealed class StagesSuite : ISuite
{
    private const int Employees = 100_000;
    private const int Rounds = 2;

    public string Name => "stages";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sluice = await Installed.PublishAsync(cancellationToken);
        var project = await WorkforceProject.CreateAsync(sluice, Employees, cancellationToken);
        var (plain, gated, hashed, recorded) = (new List<Measured>(), new List<Measured>(), new List<Measured>(), new List<Measured>());
        for (var round = 0; round < Rounds; round++)
        {
            plain.Add(await MeasureAsync(project, sluice, ["workflow", "rules", "registries", "fallbacks"], cancellationToken));
            gated.Add(await MeasureAsync(project, sluice, ["checkpoint", "registries"], cancellationToken));
            hashed.Add(await MeasureAsync(project, sluice, ["registries"], cancellationToken));
            recorded.Add(await MeasureAsync(project, sluice, [], cancellationToken));
        }

        // A shared machine only ever adds time.
        var (without, with) = (plain.Min(run => run.Steps), gated.Min(run => run.Steps));
        var (gates, hashes, all) = (gated.Min(run => run.Gates), hashed.Min(run => run.Gates), recorded.Min(run => run.Gates));
        var before = recorded.Min(run => run.Before);
        var whole = with + gates;
        yield return new Figure(
            "five years, 100,000 employees: with prerequisites and saves / without, within one run, gates' own SQL aside", recorded.Min(run => run.Steps / (run.Steps - run.Before)), "x", 1.03,
            Note: $"{before:0.00} s before stages begin; the gates' own SQL {gates:0.00} s");
        yield return new Figure(
            "the same: a run with stages / another without", with / without, "x", 1.03,
            Note: $"{with:0.00} s / {without:0.00} s; the best of {Rounds} that alternate, one thread each; on a shared machine two such runs of one kind differ by several percent");
        yield return new Figure(
            "the same: hashing for its 10 checkpoints, share of the run", (hashes - gates) / whole, "", 0.05,
            Note: $"{hashes - gates:0.00} s of {whole:0.00} s: its gates with checkpoints and without");
        yield return new Figure(
            "the same: writing the rows of its registries, share of the run", (all - hashes) / whole, "",
            Note: $"{all - hashes:0.00} s: about 210,000 rows a year as compressed JSON");
    }

    private static async Task<Measured> MeasureAsync(WorkforceProject project, Installed sluice, string[] without, CancellationToken cancellationToken)
    {
        project.LeaveOut(without);
        project.Reset();
        var run = await project.RunAsync(sluice, cancellationToken, "--threads", "1");
        using var document = JsonDocument.Parse(run.Output);
        double SecondsOf(string kind) => document.RootElement.GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("asset").GetString()!.StartsWith(kind, StringComparison.Ordinal)).Sum(step => step.GetProperty("seconds").GetDouble());
        var gates = SecondsOf("gate.");
        return new Measured(run.Time.TotalSeconds - gates, gates, SecondsOf("prerequisites."));
    }

    /// <summary>One run.</summary>
    /// <param name="Steps">Seconds of the whole process, its gates aside.</param>
    /// <param name="Gates">Seconds of the gates.</param>
    /// <param name="Before">Seconds of what comes before a stage: its prerequisites, and saving what a rollback would need.</param>
    private readonly record struct Measured(double Steps, double Gates, double Before);
}
