using Sluice.DuckDb;

namespace Sbir.Extract;

/// <summary>The table beside the table of the records that says which text each has in the file, and how often: by it a later run knows them.</summary>
internal static class AwardTexts
{
    /// <summary>The table, as SQL.</summary>
    /// <param name="records">The table of the records.</param>
    internal static string TableOf(string records) => records.Insert(records.Length - 1, "_texts");

    /// <summary>Reads it, and makes it where it is missing.</summary>
    /// <param name="connection">A connection to the database.</param>
    /// <param name="records">The table of the records.</param>
    internal static KnownAwards Read(DuckDbConnection connection, string records)
    {
        var table = TableOf(records);
        using var command = connection.CreateCommand($"create table if not exists {table} (text_hash ubigint, row_hash ubigint, copies bigint); select text_hash, rowid, row_hash, copies from {table}");
        using var reader = command.ExecuteReader();
        var known = new KnownAwards();
        while (reader.ReadChunk() is { } chunk)
        {
            using (chunk)
            {
                var texts = chunk.Span<ulong>(0);
                var places = chunk.Span<long>(1);
                var hashes = chunk.Span<ulong>(2);
                var copies = chunk.Span<long>(3);
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    known.Add(texts[row], new KnownAwards.Row(places[row], hashes[row], copies[row]));
                }
            }
        }

        return known;
    }
}
