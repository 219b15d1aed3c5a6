using Sbir.Extract;
using Sbir.Generate;
using Sluice.DuckDb;

namespace Sluice.Benchmarks.Sbir;

/// <summary>Extraction and validation beside DuckDB's own reader.</summary>
internal sealed record ExtractFigure(TimeSpan Subject, TimeSpan Baseline, int Rounds, long Bytes)
{
    internal double Ratio => Subject / Baseline;
}

internal sealed record WholeFigure(TimeSpan Whole, TimeSpan Changed, long PeakBytes);

internal static class SbirRuns
{
    private const int Rounds = 3;

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

    /// <summary>A run from scratch, then one over a file in which one award in a hundred is new, changed or gone.</summary>
    internal static async Task<WholeFigure> WholeAsync(SbirFolder folder, World world, CancellationToken cancellationToken)
    {
        folder.Clear();
        var whole = await folder.CallAsync(cancellationToken, "run", "--quiet");
        AwardFile.WriteTo(folder.Awards, world, new AwardChanges(0.01, Seed: 2));
        var changed = await folder.CallAsync(cancellationToken, "run", "--quiet");
        return new WholeFigure(whole.Time, changed.Time, whole.PeakBytes);
    }
}
