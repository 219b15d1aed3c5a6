using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sbir.Classify;
using Sbir.Enrich;
using Sbir.Extract;
using Sbir.Generate;
using Sluice.DuckDb;

namespace Sluice.Benchmarks.Sbir;

/// <summary>The SBIR sample at full size: 220,000 awards, a million recipients.</summary>
internal sealed class SbirSuite : ISuite
{
    private const int Awards = 220_000;
    private const int Recipients = 1_000_000;
    private const double LeastAwardsPerSecond = 20_000;
    private const double MostMegabytes = 2_000;
    private const double LeastLoadedPerSecond = 100_000;

    public string Name => "sbir";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var folder = await SbirFolder.CreateAsync(cancellationToken);
        SourceFiles.Write(new GenerateSettings(folder.Data, Awards, Recipients));
        var extract = await SbirRuns.ExtractAsync(folder, cancellationToken);
        yield return new Figure(
            $"extract and validate {Awards:#,0} awards / read_csv and create table as", extract.Ratio, "x", 2.0,
            Note: $"{extract.Bytes / 1e6:0} MB; {extract.Subject.TotalSeconds:0.00} s / {extract.Baseline.TotalSeconds:0.00} s, in turn, medians of {extract.Rounds}; whole processes of the published program");

        var runs = await SbirRuns.WholeAsync(folder, new World(1, Awards), cancellationToken);
        yield return new Figure("the whole pipeline: peak memory", runs.Whole.PeakBytes / 1e6, "MB", MostMegabytes, Note: "resident memory of the process");
        yield return new Figure(
            "with a budget of 256 MB: chunks that spilled", runs.Narrow.Metadata("", "chunk_spills").Sum(), "chunks", 1, AtLeast: true,
            Note: $"it takes {runs.Narrow.PeakBytes / 1e6:0} MB at its peak and {runs.Narrow.Time / runs.Whole.Time:0.00}x the time");
        yield return new Figure("the same: tables that differ from those of the run with the default budget", runs.DifferentTables, "tables", 0, Note: "all tables, rows in any order");
        yield return new Figure("load the graph into DuckDB, in the pipeline", runs.LoadedPerSecond, "rows/s", LeastLoadedPerSecond, AtLeast: true, Note: "nodes and relationships, 25 elements, from the metadata of the steps");
        yield return new Figure("a run after 1 % of the awards changed / a run from scratch", runs.Changed / runs.FromScratch, "x", 0.10, Note: $"{runs.Changed.TotalSeconds:0.0} s, median of {SbirRuns.Rounds} / {runs.FromScratch.TotalSeconds:0.0} s, mean of {runs.Whole.Time.TotalSeconds:0.0} s before and {runs.Fresh.TotalSeconds:0.0} s behind; whole processes of the published program");
        var (matched, matching, byName) = Match(folder);
        yield return new Figure($"match {Awards:#,0} awards against {Recipients:#,0} recipients", matched / matching.TotalSeconds, "awards/s", LeastAwardsPerSecond, AtLeast: true, Note: "one thread, the index built before");
        yield return new Figure("the same awards by their names alone, each name once", byName.PerSecond, "names/s", Note: $"{byName.Names:#,0} names, none remembered");
        yield return new Figure("the same, peak memory", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, "MB", MostMegabytes, Note: "of this process, which has read the awards too");
        var (classified, classification) = Classify(folder);
        yield return new Figure($"classify {Awards:#,0} awards", classified / classification.TotalSeconds, "awards/s", LeastAwardsPerSecond, AtLeast: true, Note: "one thread, 21 areas");
    }

    private static (int Count, TimeSpan Time, (double PerSecond, int Names) ByName) Match(SbirFolder folder)
    {
        using var connection = folder.Open();
        Recipient[] recipients = [.. SbirFolder.Read(connection, SamSource.Open(folder.Entities).SelectSql(), row => new Recipient
        {
            Uei = Text(row, 0), Duns = Text(row, 1), Cage = Text(row, 2), Name = Text(row, 4),
        })];
        Recipient[] awards = [.. SbirFolder.Read(connection, "select company, uei, duns from validated_sbir_awards", row => new Recipient { Name = Text(row, 0), Uei = Text(row, 1), Duns = Text(row, 2) })];
        var index = new RecipientIndex(recipients);
        var cascade = new MatchingCascade(index);
        var time = Stopwatches.Time(() =>
        {
            foreach (var award in awards)
            {
                cascade.Match(award);
            }
        });
        Recipient[] names = [.. awards.DistinctBy(award => award.Name, StringComparer.Ordinal).Select(award => new Recipient { Name = award.Name })];
        var fresh = new MatchingCascade(index);
        var nameTime = Stopwatches.Time(() =>
        {
            foreach (var award in names)
            {
                fresh.Match(award);
            }
        });
        return (awards.Length, time, (names.Length / nameTime.TotalSeconds, names.Length));
    }

    private static (int Count, TimeSpan Time) Classify(SbirFolder folder)
    {
        using var connection = folder.Open();
        (string?, string?, string?)[] texts =
            [.. SbirFolder.Read(connection, "select v.award_title, v.topic_code, r.abstract from validated_sbir_awards as v join raw_sbir_awards as r using (row_hash)", row => (Text(row, 0), Text(row, 1), Text(row, 2)))];
        var classifier = new CetClassifier(Taxonomy.Load(folder.Taxonomy));
        var time = Stopwatches.Time(() =>
        {
            foreach (var (title, topic, text) in texts)
            {
                classifier.Classify(title, topic, text);
            }
        });
        return (texts.Length, time);
    }

    private static string? Text(DuckDbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
