using Sluice.Hosting.Incremental;
using Sluice.Sql.Code;
using SqlText = Sluice.Sql.Materializations.SqlText;

namespace Sluice.Hosting;

/// <content>What of the asset is written again: of what keys, of what has changed, from where on.</content>
public sealed partial class AssetContext
{
    /// <summary>
    /// Narrows what <c>WriteAsync</c>, <c>WriteSqlAsync</c> and <c>ForEachChunkAsync</c> replace to the rows of some keys: these go, or are replaced by what is
    /// written, and all others stay. To be called before anything is written. Where there is no table yet, or the user asked to build from scratch, all is replaced.
    /// </summary>
    /// <param name="key">The columns that tell rows apart; at least one. What is written has each key once.</param>
    /// <param name="keysSql">A query of the keys whose rows are to be replaced. Rows that are written under other keys are added, or replace theirs.</param>
    /// <exception cref="InvalidOperationException">Rows were written before.</exception>
    public void ReplaceOnly(IReadOnlyList<string> key, string keysSql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(keysSql);
        if (!_plan.IsEmpty)
        {
            throw new InvalidOperationException("rows were written before; say which keys are replaced first");
        }

        _replace = Merge(key, deleteMissing: false) with { Touched = SqlText.Nested(keysSql) };
        _plan.Begin(_replace);
    }

    /// <summary>
    /// Writes what code has made of the changes of an asset with the same key: rows of new and changed keys are merged, those of keys that are gone, or
    /// for which no row came, are deleted. Where everything counts as new, the table is replaced. The result is that of a full run.
    /// </summary>
    /// <param name="changes">The changes.</param>
    /// <param name="rows">What became of <see cref="Changes{T}.Rows"/>; each key once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<long> ApplyChangesAsync<TIn, TOut>(Changes<TIn> changes, IAsyncEnumerable<TOut> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return WriteAsync(ModeOf(changes), rows, cancellationToken);
    }

    /// <inheritdoc cref="ApplyChangesAsync{TIn, TOut}(Changes{TIn}, IAsyncEnumerable{TOut}, CancellationToken)"/>
    public Task<long> ApplyChangesAsync<TIn, TOut>(Changes<TIn> changes, IEnumerable<TOut> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return WriteAsync(ModeOf(changes), rows, cancellationToken);
    }

    /// <summary>As <see cref="ApplyChangesAsync{TIn, TOut}(Changes{TIn}, IAsyncEnumerable{TOut}, CancellationToken)"/>, with what a query yields over <see cref="Changes{T}.Rows"/>.</summary>
    public Task ApplyChangesSqlAsync<TIn>(Changes<TIn> changes, string sql, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return WriteSqlAsync(ModeOf(changes), sql, cancellationToken);
    }

    /// <summary>
    /// The keys of an asset or model that keeps track of its changes: those whose rows came, changed or went since this asset was last committed, as a query in
    /// parentheses. Null where all rows count as new, as of <see cref="Changes{T}.IsFull"/>. They count as seen once the rows are committed.
    /// </summary>
    /// <param name="asset">An asset that this one depends on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">This asset does not depend on it, or it keeps no track of its changes.</exception>
    public async Task<string?> ChangedKeysSqlAsync(string asset, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(asset);
        if (!_attempt.Node.Dependencies.Any(dependency => dependency.UniqueId == $"model.{_attempt.Node.PackageName}.{asset}") || _attempt.ChangesOf(asset) is not { } log)
        {
            throw new ArgumentException($"`{Name}` cannot know what has changed in `{asset}`: it must depend on it, and `{asset}` must keep track of its changes", nameof(asset));
        }

        var (range, statements) = await SeenVersions.ReadAsync(_attempt, log, cancellationToken);
        _statements.AddRange(statements);
        return range.Since is { } since ? log.KeysSince(since) : null;
    }

    /// <summary>How far a source was read when the asset was last committed: what <see cref="SetWatermark"/> kept. Null for the first time and on a full refresh.</summary>
    /// <param name="name">The source.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<string?> GetWatermarkAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Watermarks.ReadAsync(_attempt, name, cancellationToken);
    }

    /// <summary>Keeps how far a source was read; it counts once the rows are committed, with them.</summary>
    /// <param name="name">The source.</param>
    /// <param name="value">A text of your own, such as a time or a number of a page.</param>
    public void SetWatermark(string name, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        _statements.AddRange(Watermarks.Statements(_attempt, name, value));
    }

    private static CodeWrite ModeOf<T>(Changes<T> changes) => changes.IsFull
        ? new CodeWrite(CodeWriteMode.Replace, "")
        : new CodeWrite(CodeWriteMode.Merge, "") { Keys = changes.Key, Touched = changes.TouchedSql };
}
