using Sluice.DuckDb;

namespace Sbir.Extract;

/// <summary>
/// How often the award file has each record: the table keeps a record once, whether the file has it several times or no longer. And which text each has there.
/// </summary>
internal static class AwardCopies
{
    /// <summary>Counts.</summary>
    /// <param name="connection">The connection whose transaction has written the records.</param>
    /// <param name="table">The table of the records.</param>
    /// <param name="read">A table with the hashes of all records that were read, in their order; <paramref name="table"/> itself when it was just written.</param>
    /// <param name="reading">What was read.</param>
    /// <param name="broken">Where records that could not be read stand in what was read.</param>
    /// <exception cref="InvalidDataException">A part of the file was read, and DuckDB has found other records in it.</exception>
    internal static void Settle(DuckDbConnection connection, string table, string read, AwardReading reading, IReadOnlyList<long> broken)
    {
        var texts = reading.TextHashes(Scalar(connection, $"select count(*) from {read}"), broken);
        Execute(connection, "create or replace temp table award_texts (text_hash ubigint)");
        Append(connection, texts);
        var found = $"select text_hash, row_hash, 1::bigint as copies from (select row_hash from {read}) positional join award_texts {(texts is null ? "limit 0" : "")}";
        if (reading.Known is { } known)
        {
            Add(connection, table, read, found, known);
        }
        else
        {
            Replace(connection, table, read, found);
        }

        Execute(connection, "drop table award_texts");
    }

    /// <summary>The records of the file, each as often as it is there.</summary>
    internal static long Count(DuckDbConnection connection, string table) => Scalar(connection, $"select coalesce(sum(copies), 0)::bigint from {table}");

    // All of the file was read. Of a table that was just written only what is there several times is to be mended.
    private static void Replace(DuckDbConnection connection, string table, string read, string found) => Execute(connection, $"""
        create or replace table {AwardTexts.TableOf(table)} as {found};
        create or replace temp table award_copies as select row_hash, count(*)::integer as copies from {read} group by row_hash;
        delete from {table} where rowid in (
            select unnest(list(rowid order by rowid)[2:]) from {table} where row_hash in (select row_hash from award_copies where copies > 1) group by row_hash);
        update {table} as kept set copies = now.copies
        from ({(read == table
            ? "from award_copies where copies > 1"
            : $"select row_hash, coalesce(a.copies, 0) as copies from {table} as r left join award_copies as a using (row_hash) where r.copies <> coalesce(a.copies, 0)")}) as now
        where now.row_hash = kept.row_hash;
        drop table award_copies
        """);

    // Those of the file whose text is not known were read.
    private static void Add(DuckDbConnection connection, string table, string read, string found, KnownAwards known)
    {
        Execute(connection, "create or replace temp table award_known (place bigint, row_hash ubigint, copies bigint, more bigint)");
        using (var appender = connection.CreateAppender("award_known", "main", "temp"))
        {
            foreach (var row in known.Changes)
            {
                appender.Append(row.Place).Append((object)row.RowHash).Append(row.Found).Append(row.Found - row.Copies).EndRow();
            }

            appender.Complete();
        }

        Execute(connection, $"""
            update {AwardTexts.TableOf(table)} as kept set copies = now.copies from award_known as now where now.place = kept.rowid;
            insert into {AwardTexts.TableOf(table)} {found};
            update {table} as kept set copies = kept.copies + now.more
            from (select row_hash, sum(more)::integer as more from (select row_hash, more from award_known union all select row_hash, 1 from {read}) group by row_hash having sum(more) <> 0) as now
            where now.row_hash = kept.row_hash;
            drop table award_known
            """);
    }

    private static void Append(DuckDbConnection connection, ReadOnlySpan<ulong> texts)
    {
        using var appender = connection.CreateAppender("award_texts", "main", "temp");
        using var chunk = appender.CreateChunk();
        while (!texts.IsEmpty)
        {
            var part = texts[..Math.Min(texts.Length, DuckDbChunkWriter.Capacity)];
            part.CopyTo(chunk.Span<ulong>(0));
            appender.Append(chunk, part.Length);
            texts = texts[part.Length..];
        }

        appender.Complete();
    }

    private static void Execute(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private static long Scalar(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        return (long)command.ExecuteScalar()!;
    }
}
