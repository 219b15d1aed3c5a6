using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>
/// Replaces some rows of a table by those of a stage. What comes out as it was stays where it is: only rows that differ are deleted and inserted, and what
/// differs is known to whoever takes note of it.
/// </summary>
/// <param name="request">What is built.</param>
/// <param name="condition">Which rows of the table, <c>t</c>, are replaced.</param>
internal sealed class KeyReplacement(BuildRequest request, string condition)
{
    /// <summary>The rows that are to be there.</summary>
    internal const string Fresh = "temp.main.sluice_fresh";

    private const string Kept = "temp.main.sluice_kept";
    private const string Same = "(sluice_hash, sluice_copy)";

    /// <summary>The rows that went, with the columns that were asked for.</summary>
    internal static string GoneSql { get; } = $"(select * from {Kept} anti join {Fresh} using {Same})";

    /// <summary>The rows that came, with <c>sluice_hash</c>, DuckDB's hash of the row.</summary>
    internal static string CameSql { get; } = $"(select * from {Fresh} anti join {Kept} using {Same})";

    /// <summary>Deletes and inserts; says how many rows came and went.</summary>
    /// <param name="stage">The rows that are to be there.</param>
    /// <param name="known">Columns of the rows that went which are to be known.</param>
    /// <param name="isUnique">True where no two rows can be equal.</param>
    internal (long Came, long Gone) Run(string stage, IEnumerable<string> known, bool isUnique)
    {
        var columns = request.Session.GetColumns(request.Target, request.Cancel);
        var given = request.Session.Describe($"select * from {stage}", request.Cancel);
        var values = columns.Select(column => $"cast({(SchemaChange.Find(given, column.Name) is null ? "null" : SqlText.Quote(column.Name))} as {column.Type}) as {SqlText.Quote(column.Name)}");
        // Of rows that are equal as many stay as there are to be; to number them costs more than all else.
        var copy = isUnique ? "1 as sluice_copy" : "row_number() over (partition by hash(t)) as sluice_copy";
        request.Run($"create or replace temp table sluice_fresh as select t.*, hash(t) as sluice_hash, {copy} from (select {string.Join(", ", values)} from {stage}) as t");
        request.Run($"""
            create or replace temp table sluice_kept as
            select {string.Concat(known.Select(name => $"t.{SqlText.Quote(name)}, "))}rowid as sluice_row, hash(t) as sluice_hash, {copy} from {request.Target} as t where {condition}
            """);
        var gone = request.Run($"delete from {request.Target} where rowid in (select sluice_row from {GoneSql})") ?? 0;
        var came = request.Run($"insert into {request.Target} ({SqlText.Columns(columns)}) select {SqlText.Columns(columns)} from {CameSql}") ?? 0;
        return (came, gone);
    }

    /// <summary>Forgets what came and went.</summary>
    internal static void End(ISqlSession session, CancellationToken cancel)
    {
        session.Execute($"drop table {Kept}", cancel);
        session.Execute($"drop table {Fresh}", cancel);
    }
}
