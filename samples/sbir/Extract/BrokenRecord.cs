using Sluice.DuckDb;

namespace Sbir.Extract;

/// <summary>A record that could not be read: where it stands in the file, what it holds and what is wrong with it.</summary>
/// <param name="Line">The line of the file, from 1; a record may have several lines.</param>
/// <param name="Record">The record of the file, from 1, the header not counted.</param>
internal sealed record BrokenRecord(string File, long Line, long Record, string Reason, string Content);

/// <summary>The quarantine: what DuckDB's reader put aside while it read a file.</summary>
internal static class BrokenRecords
{
    // One record may be wrong in many ways (each missing column is one): the first tells.
    private const string Sql = """
        select errors.line - 1, errors.line_byte_position, lower(first(errors.error_type order by errors.column_idx))::varchar, first(errors.csv_line)
        from reject_errors as errors
        where scan_id = (select max(scan_id) from reject_scans where file_path = $path)
        group by errors.line, errors.line_byte_position
        order by errors.line_byte_position
        """;

    /// <summary>Takes what the last reading of a file rejected out of the connection's reject tables.</summary>
    internal static IReadOnlyList<BrokenRecord> Take(DuckDbConnection connection, string path)
    {
        var broken = new List<(long Record, long Offset, string Reason, string Content)>();
        using (var command = connection.CreateCommand(Sql))
        {
            command.Parameters.AddWithValue("path", path);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                broken.Add((reader.GetFieldValue<long>(0), reader.GetFieldValue<long>(1), reader.GetString(2), reader.IsDBNull(3) ? "" : reader.GetString(3)));
            }
        }

        using var clear = connection.CreateCommand("drop table if exists reject_errors; drop table if exists reject_scans");
        clear.ExecuteNonQuery();
        var lines = LineNumbers.At(path, [.. broken.Select(record => record.Offset)]);
        return [.. broken.Select((record, index) => new BrokenRecord(System.IO.Path.GetFileName(path), lines[index], record.Record, record.Reason, record.Content))];
    }
}
