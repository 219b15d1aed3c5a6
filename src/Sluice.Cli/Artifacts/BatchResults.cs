using System.Collections.Concurrent;
using Sluice.Sql.Operations;

namespace Sluice.Cli.Artifacts;

/// <summary>The batches of microbatch models, by model. Safe to use from several threads.</summary>
internal sealed class BatchResults
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<BatchReport>> _reports = new(StringComparer.Ordinal);

    internal void Add(BatchReport report) => _reports.GetOrAdd(report.UniqueId, _ => []).Enqueue(report);

    /// <summary>The batches of a model in the order in which they ended, of several attempts the last one of each; empty for a model that is not built in batches.</summary>
    internal IReadOnlyList<BatchReport> Of(string uniqueId) =>
        _reports.TryGetValue(uniqueId, out var reports) ? [.. reports.GroupBy(report => report.Start).Select(batch => batch.Last())] : [];
}
