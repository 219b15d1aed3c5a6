using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Checkpoints;

/// <summary>
/// What rows some relation holds, whatever their order: their number and the sum of their hashes. A sum tells a row that is there twice
/// from one that is not there at all; a row's hash tells which cell a value stands in.
/// </summary>
/// <param name="Rows">Rows; null for a view.</param>
/// <param name="Hash">32 hex digits.</param>
internal readonly record struct ContentHash(long? Rows, string Hash)
{
    // So many tables are named in one statement: its text and what the database holds at once stay small.
    private const int MostAtOnce = 32;

    /// <summary>Reads rows once.</summary>
    /// <param name="session">Where.</param>
    /// <param name="rows">What follows <c>from</c>.</param>
    /// <param name="columns">The values to hash, as expressions; at least one.</param>
    /// <param name="cancel">Interrupts the query.</param>
    internal static ContentHash Of(ISqlSession session, string rows, IEnumerable<string> columns, CancellationToken cancel) =>
        Of(session, [(rows, columns)], cancel)[0];

    /// <summary>Reads the rows of several tables once. One statement asks for many of them, so that the database reads some at the same time.</summary>
    /// <returns>One for each, in their order.</returns>
    internal static ContentHash[] Of(ISqlSession session, IReadOnlyList<(string Rows, IEnumerable<string> Columns)> tables, CancellationToken cancel)
    {
        var found = new ContentHash[tables.Count];
        foreach (var some in tables.Index().Chunk(MostAtOnce))
        {
            var parts = some.Select(table => $"select {((long)table.Index).Invariant()}, count(*), coalesce(sum(hash({string.Join(", ", table.Item.Columns)})), 0) from {table.Item.Rows}");
            foreach (var row in session.Query(string.Join("\nunion all\n", parts), cancel).Rows)
            {
                var sum = row[2] as BigInteger? ?? new BigInteger(ToLong(row[2]));
                found[ToLong(row[0])] = new ContentHash(ToLong(row[1]), Digits(sum));
            }
        }

        return found;
    }

    /// <summary>The hash of a text, such as a view's definition.</summary>
    internal static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>
    /// The columns as they were, over a table as it is now: another partition may have added a column, widened a type, or let go of a column
    /// that was empty.
    /// </summary>
    internal static IEnumerable<string> Expressions(ImmutableArray<CheckpointColumn> columns, IReadOnlyList<CatalogColumn> now)
    {
        foreach (var column in columns)
        {
            var name = SqlText.Quote(column.Name);
            yield return SchemaChange.Find(now, column.Name) switch
            {
                null => $"cast(null as {column.Type})",
                { } same when same.Type == column.Type => name,
                _ => $"try_cast({name} as {column.Type})",
            };
        }
    }

    private static long ToLong(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static string Digits(BigInteger sum) => sum.ToString("x", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(32, '0');
}
