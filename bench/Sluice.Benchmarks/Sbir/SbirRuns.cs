using Sbir.Extract;
using Sbir.Generate;
using Sluice.DuckDb;

namespace Sluice.Benchmarks.Sbir;

/// <summary>Extraction and validation beside DuckDB's own reader.</summary>
internal sealed record ExtractFigure(TimeSpan Subject, TimeSpan Baseline, int Rounds, long Bytes)
{
    internal double Ratio => Subject / Baseline;
}

/// <summary>Runs of the whole pipeline.</summary>
/// <param name="Whole">From scratch.</param>
/// <param name="Narrow">The same with a budget of 256 MB.</param>
/// <param name="DifferentTables">Tables that it left other than the run from scratch.</param>
/// <param name="Changed">The median time of a run after one award in a hundred has changed, each on what the run from scratch left.</param>
/// <param name="Fresh">The time of a run from scratch over the changed file, behind those.</param>
internal sealed record WholeFigure(SbirCall Whole, SbirCall Narrow, int DifferentTables, TimeSpan Changed, TimeSpan Fresh)
{
    /// <summary>The mean time of the runs from scratch before and behind those over changed awards: the speed of a machine changes within minutes.</summary>
    internal TimeSpan FromScratch => (Whole.Time + Fresh) / 2;

    /// <summary>Nodes and relationships that the load assets loaded in a second, all of them together.</summary>
    internal double LoadedPerSecond
    {
        get
        {
            var (rows, speeds) = (Whole.Metadata("loaded_", "rows_in").ToList(), Whole.Metadata("loaded_", "rows_per_second").ToList());
            return rows.Sum() / rows.Zip(speeds, (count, speed) => count / speed).Sum();
        }
    }
}

internal static class SbirRuns
{
    internal const int Rounds = 3;

    private static readonly string[] ExtractAndValidate =
        ["run", "--quiet", "--select", "raw_sbir_awards_present", "raw_sbir_awards", "raw_sbir_awards_quarantine", "validated_sbir_awards_typed", "validated_sbir_awards_verdicts", "validated_sbir_awards", "validated_sbir_awards_fail"];

    internal static async Task<ExtractFigure> ExtractAsync(SbirFolder folder, CancellationToken cancellationToken)
    {
        var source = AwardSource.Open(folder.Awards);
        var bare = Path.Combine(folder.Root, "bare.duckdb");
        var times = await Stopwatches.CompareAsync(
            async () =>
            {
                File.Delete(bare);
                await using var connection = new DuckDbConnection($"Data Source={bare}; threads=4");
                await connection.OpenAsync(cancellationToken);
                await using var command = connection.CreateCommand("create table awards as from " + source.ReadSql());
                await command.ExecuteNonQueryAsync(cancellationToken);
            },
            async () =>
            {
                folder.Clear();
                await folder.CallAsync(cancellationToken, ExtractAndValidate);
            },
            Rounds);
        return new ExtractFigure(times.Subject, times.Baseline, Rounds, new FileInfo(folder.Awards).Length);
    }

    /// <summary>A run from scratch with little memory and one with the default budget, then some over a file in which one award in a hundred is new, changed or gone, and one from scratch over that file.</summary>
    internal static async Task<WholeFigure> WholeAsync(SbirFolder folder, World world, CancellationToken cancellationToken)
    {
        folder.Clear();
        var narrow = await folder.CallAsync("256MB", cancellationToken, "run", "--quiet", "--output", "json");
        var contents = folder.Contents();
        folder.Clear();
        var whole = await folder.CallAsync(cancellationToken, "run", "--quiet", "--output", "json");
        var different = folder.Contents().Count(table => contents.GetValueOrDefault(table.Key) != table.Value);
        folder.Keep();
        AwardFile.WriteTo(folder.Awards, world, new AwardChanges(0.01, Seed: 2));
        var changed = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            folder.PutBack();
            changed.Add((await folder.CallAsync(cancellationToken, "run", "--quiet", "--output", "json")).Time);
        }

        folder.Clear();
        var fresh = await folder.CallAsync(cancellationToken, "run", "--quiet", "--output", "json");
        return new WholeFigure(whole, narrow, different, Stopwatches.Median(changed), fresh.Time);
    }
}
