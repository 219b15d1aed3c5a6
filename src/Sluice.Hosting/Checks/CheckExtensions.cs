using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.Diagnostics;
using Sluice.Hosting.Assets;
using Sluice.Hosting.Writing;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;

namespace Sluice.Hosting;

/// <summary>
/// Checks that the library brings along. All of them are one query over the rows that were committed: of an asset with partitions, those of the
/// partition. A share is a ratio from 0 to 1. What they count is kept as metadata.
/// </summary>
public static class CheckExtensions
{
    /// <summary>Holds where at least a share of the rows has a value in a column; an empty text is none. No rows hold.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="column">The column.</param>
    /// <param name="atLeast">The share, 0 to 1. Default 1: every row.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public static AssetBuilder CheckCompleteness(
        this AssetBuilder asset, string column, double atLeast = 1, Severity severity = Severity.Error, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        RequireShare(atLeast);
        return Share(
            asset, $"completeness_{column}", severity, atLeast, $"{RelationName.Quote(column)} is not null and cast({RelationName.Quote(column)} as varchar) <> ''",
            $"rows with a `{column}`", file, line);
    }

    /// <summary>Holds where the values of one column, or of several together, occur once; the share counts the distinct among all.</summary>
    /// <inheritdoc cref="CheckCompleteness"/>
    public static AssetBuilder CheckUniqueness(
        this AssetBuilder asset, string column, double atLeast = 1, Severity severity = Severity.Error, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        RequireShare(atLeast);
        var columns = column.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var list = SqlText.Columns(columns);
        return Add(asset, $"uniqueness_{string.Join('_', columns)}", severity, $"unique {list} {atLeast}", file, line, [], async (scope, cancel) =>
        {
            var row = await scope.AskAsync($"select count(*), count(distinct ({list})) from {scope.Rows} as t", cancel);
            return OfShare(Long(row[0]), Long(row[1]), atLeast, $"rows with a `{column}` of their own");
        });
    }

    /// <summary>Holds where every value of a column lies within bounds, themselves included; NULL lies within.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="column">The column.</param>
    /// <param name="min">The least value: a number, a date or a text; null for no bound.</param>
    /// <param name="max">The greatest value; null for no bound.</param>
    /// <param name="atLeast">The share of rows, 0 to 1. Default 1: every row.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public static AssetBuilder CheckRange(
        this AssetBuilder asset, string column, object? min = null, object? max = null, double atLeast = 1, Severity severity = Severity.Error,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        RequireShare(atLeast);
        var name = RelationName.Quote(column);
        var bounds = new[] { min is null ? null : $"{name} >= {SqlLiteral.Of(min)}", max is null ? null : $"{name} <= {SqlLiteral.Of(max)}" }.OfType<string>().DefaultIfEmpty("true");
        return Share(asset, $"range_{column}", severity, atLeast, $"{name} is null or ({string.Join(" and ", bounds)})", $"rows with a `{column}` within bounds", file, line);
    }

    /// <summary>Holds where every value of a column is one of a set; NULL is.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="column">The column.</param>
    /// <param name="values">The set.</param>
    /// <param name="atLeast">The share of rows, 0 to 1. Default 1: every row.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public static AssetBuilder CheckValues(
        this AssetBuilder asset, string column, IEnumerable<object> values, double atLeast = 1, Severity severity = Severity.Error,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        ArgumentNullException.ThrowIfNull(values);
        RequireShare(atLeast);
        var name = RelationName.Quote(column);
        return Share(
            asset, $"values_{column}", severity, atLeast, $"{name} is null or {name} in ({string.Join(", ", values.Select(SqlLiteral.Of))})", $"rows with a known `{column}`", file, line);
    }

    /// <summary>Holds where every value of a text column matches a regular expression (RE2) as a whole; NULL does.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="column">The column.</param>
    /// <param name="pattern">The expression.</param>
    /// <param name="atLeast">The share of rows, 0 to 1. Default 1: every row.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public static AssetBuilder CheckPattern(
        this AssetBuilder asset, string column, string pattern, double atLeast = 1, Severity severity = Severity.Error,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        RequireShare(atLeast);
        var name = RelationName.Quote(column);
        return Share(
            asset, $"pattern_{column}", severity, atLeast, $"{name} is null or regexp_full_match({name}, {SqlText.Literal(pattern)})", $"rows with a well-formed `{column}`", file, line);
    }

    /// <summary>Holds where the newest time of a column is not older than an age; no rows do not hold.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="column">A column of dates or times; times without a zone are UTC.</param>
    /// <param name="maxAge">The age.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public static AssetBuilder CheckFreshness(
        this AssetBuilder asset, string column, TimeSpan maxAge, Severity severity = Severity.Error, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        return Add(asset, $"freshness_{column}", severity, $"fresh {column} {maxAge}", file, line, [], async (scope, cancel) =>
        {
            var row = await scope.AskAsync($"select epoch(max({RelationName.Quote(column)})) from {scope.Rows} as t", cancel);
            if (row[0] is null)
            {
                return CheckResult.Fail($"there is no `{column}` that could be fresh");
            }

            var age = scope.Time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddSeconds(Convert.ToDouble(row[0], CultureInfo.InvariantCulture));
            return CheckResult.When(age <= maxAge, Text($"the newest `{column}` is {age.TotalHours:0.#} hours old; at most {maxAge.TotalHours:0.#} are allowed")).With("age_seconds", age.TotalSeconds);
        });
    }

    /// <summary>Holds where the number of rows lies within bounds.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="min">The least number. Default 1.</param>
    /// <param name="max">The greatest number; null for no bound.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public static AssetBuilder CheckRowCount(
        this AssetBuilder asset, long min = 1, long? max = null, Severity severity = Severity.Error, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Add(asset, "row_count", severity, Text($"rows {min} {max}"), file, line, [], async (scope, cancel) =>
        {
            var rows = Long((await scope.AskAsync($"select count(*) from {scope.Rows} as t", cancel))[0]);
            return CheckResult.When(rows >= min && rows <= (max ?? long.MaxValue), Text($"{rows} rows; expected {min} to {(max is null ? "any number" : max)}")).With("rows", rows);
        });

    /// <summary>Holds where the number of rows differs from that of the commit before by no more than a share; the first commit holds.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="atMost">The share of the earlier number: 0.05 allows 95 to 105 after 100.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public static AssetBuilder CheckRowCountChange(
        this AssetBuilder asset, double atMost, Severity severity = Severity.Error, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(atMost);
        return Add(asset, "row_count_change", severity, Text($"change {atMost}"), file, line, [], async (scope, cancel) =>
        {
            var step = new Sluice.Assets.StepKey(new Sluice.Assets.AssetKey(((Sql.Nodes.TestNode)scope.Attempt.Node).AttachedNode!), scope.Attempt.Step.Step.Partition);
            var markers = await scope.Attempt.Adapter.Commits.ReadAsync(cancel);
            var before = markers.GetValueOrDefault(step)?.PreviousRowCount;
            var rows = Long((await scope.AskAsync($"select count(*) from {scope.Rows} as t", cancel))[0]);
            if (before is not { } earlier)
            {
                return CheckResult.Pass("there is no earlier count").With("rows", rows);
            }

            var change = earlier == 0 ? (rows == 0 ? 0 : 1) : Math.Abs(rows - earlier) / (double)earlier;
            return CheckResult.When(change <= atMost, Text($"{rows} rows after {earlier}: a change of {change:P1}; at most {atMost:P1} is allowed")).With("rows", rows).With("earlier_rows", earlier);
        });
    }

    /// <summary>Holds where what came in is what went out: the rows of another asset are those of this one and of further ones together.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="input">The asset whose rows came in.</param>
    /// <param name="others">The assets that took the rest, such as those that failed and those that were duplicates.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public static AssetBuilder CheckReconciliation(
        this AssetBuilder asset, string input, IEnumerable<string> others, Severity severity = Severity.Error, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(input);
        string[] reads = [input, .. others];
        return Add(asset, "reconciliation", severity, string.Join(' ', reads), file, line, reads, async (scope, cancel) =>
        {
            var counts = new List<long>();
            foreach (var source in scope.Sources)
            {
                counts.Add(Long((await scope.AskAsync($"select count(*) from {source} as t", cancel))[0]));
            }

            var (went, came) = (counts[0] + counts.Skip(2).Sum(), counts[1]);
            var result = CheckResult.When(went == came, Text($"{came} rows of `{input}` came in, {went} went out")).With("rows_in", came).With("rows_out", went);
            return reads.Skip(1).Select((name, index) => (name, count: counts[index + 2])).Aggregate(result, (found, part) => found.With($"rows_{part.name}", part.count));
        });
    }

    /// <summary>Holds where every value of a column is a value of another asset's column; NULL is.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="column">The column.</param>
    /// <param name="other">The asset that it refers to.</param>
    /// <param name="key">The column there; the same name where null.</param>
    /// <param name="severity">What a failure means.</param>
    /// <param name="file">The file of the declaration; given by the compiler.</param>
    /// <param name="line">The line in it; given by the compiler.</param>
    public static AssetBuilder CheckReference(
        this AssetBuilder asset, string column, string other, string? key = null, Severity severity = Severity.Error, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        ArgumentException.ThrowIfNullOrWhiteSpace(other);
        var (from, to) = (RelationName.Quote(column), RelationName.Quote(key ?? column));
        return Add(asset, $"reference_{column}", severity, $"{column} {other} {key}", file, line, [other], async (scope, cancel) =>
        {
            var lost = Long((await scope.AskAsync(
                $"select count(*) from {scope.Rows} as t where t.{from} is not null and not exists (select 1 from {scope.Sources[1]} as o where o.{to} = t.{from})", cancel))[0]);
            return lost == 0 ? CheckResult.Pass() : CheckResult.Fail(Text($"{lost} rows have a `{column}` that `{other}` does not have"), lost);
        });
    }

    private static AssetBuilder Share(
        AssetBuilder asset, string name, Severity severity, double atLeast, string condition, string what, string file, int line) =>
        Add(asset, name, severity, Text($"{condition} {atLeast}"), file, line, [], async (scope, cancel) =>
        {
            var row = await scope.AskAsync($"select count(*), count(*) filter ({condition}) from {scope.Rows} as t", cancel);
            return OfShare(Long(row[0]), Long(row[1]), atLeast, what);
        });

    private static CheckResult OfShare(long rows, long good, double atLeast, string what)
    {
        var share = rows == 0 ? 1 : good / (double)rows;
        var found = Text($"{good} of {rows} {what} ({share:P2}); at least {atLeast:P2} is expected");
        return (share >= atLeast ? CheckResult.Pass(found) : CheckResult.Fail(found, rows - good)).With("rows", rows).With("share", share);
    }

    private static AssetBuilder Add(
        AssetBuilder asset, string name, Severity severity, string form, string file, int line, string[] reads, Func<CheckScope, CancellationToken, Task<CheckResult>> judge)
    {
        ArgumentNullException.ThrowIfNull(asset);
        asset.Declaration.Checks.Add(new CheckDeclaration(name, severity, null, file, line) { BuiltIn = judge, Form = form, Reads = reads });
        return asset;
    }

    private static void RequireShare(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
    }

    private static long Long(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
