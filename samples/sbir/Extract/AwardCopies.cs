using Sluice.DuckDb;

namespace Sbir.Extract;

/// <summary>How often the award file has each record. The table keeps a record once, whether the file has it several times or no longer.</summary>
internal static class AwardCopies
{
    /// <summary>Counts.</summary>
    /// <param name="connection">The connection whose transaction has written the records.</param>
    /// <param name="table">The table of the records.</param>
    /// <param name="found">A table with the hashes of all records that the file has now; <paramref name="table"/> itself when it was just written.</param>
    internal static void Settle(DuckDbConnection connection, string table, string found)
    {
        using var settle = connection.CreateCommand($"""
            create or replace temp table award_copies as select row_hash, count(*)::integer as copies from {found} group by row_hash;
            delete from {table} where rowid in (select unnest(list(rowid order by rowid)[2:]) from {table} group by row_hash having count(*) > 1);
            update {table} as kept set copies = now.copies
            from (select row_hash, coalesce(a.copies, 0) as copies from {table} as r left join award_copies as a using (row_hash) where r.copies <> coalesce(a.copies, 0)) as now
            where now.row_hash = kept.row_hash;
            drop table award_copies
            """);
        settle.ExecuteNonQuery();
    }

    /// <summary>The records of the file, each as often as it is there.</summary>
    internal static long Count(DuckDbConnection connection, string table)
    {
        using var count = connection.CreateCommand($"select coalesce(sum(copies), 0)::bigint from {table}");
        return (long)count.ExecuteScalar()!;
    }
}
