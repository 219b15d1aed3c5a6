using System.Collections.Immutable;
using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Context.Python;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Materializations.Microbatch;

/// <summary>Which batches of a model a build writes.</summary>
internal static class BatchPlan
{
    private const int MostBatches = 100_000;

    /// <summary>True for a model that is built batch by batch; which of them there are, the clock says.</summary>
    internal static bool IsMicrobatch(SqlNode node) =>
        node is ModelNode { Materialized: "incremental", Partitions: null } && node.Config.GetString("incremental_strategy") == "microbatch";

    /// <summary>The batches in their order.</summary>
    /// <param name="node">The model.</param>
    /// <param name="isIncremental">False where the table is built from nothing.</param>
    /// <param name="built">The batches that are known to be complete; null where nothing is known of the table.</param>
    /// <param name="from">The start that the user gave; null for the model's own.</param>
    /// <param name="to">The end that the user gave; null for now.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="DiagnosticException">The config is not complete.</exception>
    internal static ImmutableArray<EventBatch> Of(SqlNode node, bool isIncremental, IReadOnlySet<string>? built, DateTime? from, DateTime? to, DateTime now)
    {
        var size = SizeOf(node);
        var begin = size.Floor(BeginOf(node));
        var end = size.Ceiling(to ?? now);
        var lookback = (int)Math.Clamp(node.Config.GetInteger("lookback") ?? 1, 0, MostBatches);
        // dbt: the batch of now, and so many before it.
        var recent = size.Add(end, -1 - lookback);
        var start = from is { } given ? size.Floor(given) : begin;
        var batches = new List<DateTime>();
        for (var at = start; at < end; at = size.Add(at, 1))
        {
            // A batch that failed, or that nobody asked for until now, is made up for.
            if (from is not null || !isIncremental || at >= recent || (built is not null && !built.Contains(size.Id(at))))
            {
                batches.Add(at);
            }

            if (batches.Count > MostBatches)
            {
                throw new DiagnosticException(BatchErrors.TooMany(node, MostBatches));
            }
        }

        if (batches.Count == 0)
        {
            throw new DiagnosticException(BatchErrors.None(node));
        }

        return [.. batches.Select((at, i) => new EventBatch(at, size.Add(at, 1), size.Id(at), i == 0, i == batches.Count - 1))];
    }

    /// <summary>The column of event time.</summary>
    internal static string EventTimeOf(SqlNode node) => node.Config.GetString("event_time") is { Length: > 0 } column
        ? column
        : throw new DiagnosticException(BatchErrors.Missing(node, "event_time", "name the column that says when a row happened: event_time='ordered_at'"));

    private static BatchSize SizeOf(SqlNode node)
    {
        var name = node.Config.GetString("batch_size");
        return name is not null && BatchSize.Names.Contains(name, StringComparer.Ordinal)
            ? new BatchSize(name)
            : throw new DiagnosticException(BatchErrors.Missing(
                node, "batch_size", (name is null ? null : Nearest.Hint(name, BatchSize.Names)) ?? "use `hour`, `day`, `month` or `year`"));
    }

    private static DateTime BeginOf(SqlNode node) => node.Config["begin"] switch
    {
        PythonDate date => date.Value.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        PythonDateTime time => DateTime.SpecifyKind(time.Value, DateTimeKind.Utc),
        string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => throw new DiagnosticException(BatchErrors.Missing(node, "begin", "say where the first batch begins: begin='2024-01-01'")),
    };
}
