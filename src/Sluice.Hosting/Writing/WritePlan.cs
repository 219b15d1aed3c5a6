using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Hosting.Rows;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Materializations;

namespace Sluice.Hosting.Writing;

/// <summary>What an attempt has asked to be written until now. All of it is of one mode.</summary>
internal sealed class WritePlan
{
    private readonly CodeAttempt _attempt;
    private readonly RowShape? _shape;
    private readonly List<string> _selects = [];
    private CodeWrite? _mode;

    /// <summary>Begins with nothing.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="shape">The columns that the asset promises; null for any.</param>
    /// <param name="table">The name of the temporary table.</param>
    internal WritePlan(CodeAttempt attempt, RowShape? shape, string table)
    {
        _attempt = attempt;
        _shape = shape;
        Rows = new StagedRows(attempt, table, rows => attempt.Step.Progress?.Report(new StepProgress(rows, null)));
    }

    internal StagedRows Rows { get; }

    internal RowShape? Shape => _shape;

    internal bool IsEmpty => _mode is null;

    /// <summary>Settles the mode.</summary>
    /// <exception cref="InvalidOperationException">Rows were written in another mode before.</exception>
    internal void Begin(CodeWrite mode)
    {
        if (_mode is not null && (_mode.Mode != mode.Mode || !_mode.Keys.SequenceEqual(mode.Keys, StringComparer.OrdinalIgnoreCase) || _mode.Literal != mode.Literal))
        {
            throw new InvalidOperationException($"this attempt has begun to {Word(_mode.Mode)} rows, so it cannot {Word(mode.Mode)} others: an asset writes in one way");
        }

        _mode = mode;
    }

    internal void AddRows()
    {
        if (!_selects.Contains(Rows.Select))
        {
            _selects.Add(Rows.Select);
        }
    }

    /// <summary>Adds what a query yields; it is bound at once, and run with the commit.</summary>
    /// <exception cref="DatabaseException">The query is wrong.</exception>
    /// <exception cref="DiagnosticException">It lacks a column that the asset promises, or has another.</exception>
    internal async Task AddAsync(string select, CancellationToken cancel)
    {
        var found = await _attempt.Session.RunAsync(() => _attempt.Session.Describe(select, cancel), cancel);
        _selects.Add(_shape is null ? SqlText.Body(select) : Shaped(select, [.. found.Select(column => column.Name)]));
    }

    /// <summary>What is to be committed; null where nothing was written.</summary>
    internal CodeWrite? ToWrite()
    {
        if (_mode is null)
        {
            return null;
        }

        var all = string.Join("\nunion all by name\n", _selects.Select(select => _selects.Count == 1 ? select : SqlText.Nested(select)));
        return _mode with { Select = WithPartition(all) };
    }

    private string Shaped(string select, ImmutableArray<string> found)
    {
        var names = _shape!.Columns.Select(column => column.Name).ToImmutableArray();
        var own = _attempt.Partitions is { } set ? names.AddRange(set.Columns.Where(column => !names.Contains(column, StringComparer.OrdinalIgnoreCase))) : names;
        var problems = names.Where(name => !found.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => HostingErrors.QueryLacks(_attempt.Node, _shape.Type, name, found))
            .Concat(found.Where(name => !own.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => HostingErrors.QueryHasMore(_attempt.Node, _shape.Type, name, names)))
            .ToImmutableArray();
        if (!problems.IsEmpty)
        {
            throw new DiagnosticException(problems);
        }

        var columns = _shape.Columns.Select(column => $"cast({RelationName.Quote(column.Name)} as {column.SqlType}) as {RelationName.Quote(column.Name)}");
        var key = string.Concat(own[names.Length..].Where(name => found.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => $", {RelationName.Quote(name)}"));
        return $"select {string.Join(", ", columns)}{key} from {SqlText.Nested(select)} as written";
    }

    // A record need not carry the key of its partition.
    private string WithPartition(string select)
    {
        if (_attempt.Partitions is not { } set || _selects.Count != 1 || _selects[0] != Rows.Select)
        {
            return select;
        }

        var missing = PartitionSql.Values(set, _attempt.Step.Step.Partition).Where(value => _shape?.Find(value.Column) is null)
            .Select(value => $", {value.Literal} as {RelationName.Quote(value.Column)}").ToList();
        return missing.Count == 0 ? select : $"select *{string.Concat(missing)} from {SqlText.Nested(select)} as written";
    }

    private static string Word(CodeWriteMode mode) => mode switch
    {
        CodeWriteMode.Append => "append",
        CodeWriteMode.Merge => "merge",
        CodeWriteMode.ReplaceWhere => "replace a part of its",
        _ => "write",
    };
}
