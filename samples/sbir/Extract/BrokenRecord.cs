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
        select errors.line - 1, errors.line_byte_position - 1, lower(first(errors.error_type order by errors.column_idx))::varchar, first(errors.csv_line)
        from reject_errors as errors
        where scan_id = (select max(scan_id) from reject_scans where file_path = $path)
        group by errors.line, errors.line_byte_position
        order by errors.line_byte_position
        """;

    /// <summary>Takes what the last reading of a file rejected out of the connection's reject tables.</summary>
    /// <returns>The records, and where they stand in what was read, in ascending order.</returns>
    internal static (IReadOnlyList<BrokenRecord> Records, IReadOnlyList<long> Offsets) Take(DuckDbConnection connection, AwardReading reading)
    {
        var file = Path.GetFileName(reading.File.Path);
        var records = new List<BrokenRecord>();
        var offsets = new List<long>();
        using (var command = connection.CreateCommand(Sql))
        {
            command.Parameters.AddWithValue("path", reading.Source.Path);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var offset = reader.GetFieldValue<long>(1);
                var found = reading.RecordAt(offset);
                records.Add(new BrokenRecord(file, found?.Line ?? 0, found?.Number ?? reader.GetFieldValue<long>(0), reader.GetString(2), reader.IsDBNull(3) ? "" : reader.GetString(3).Trim('\r', '\n')));
                offsets.Add(offset);
            }
        }

        using var clear = connection.CreateCommand("drop table if exists reject_errors; drop table if exists reject_scans");
        clear.ExecuteNonQuery();
        if (!records.Exists(record => record.Line == 0))
        {
            return (records, offsets);
        }

        // With CRLF the reader points between the two: one byte on, all ends of lines before the record are counted.
        var lines = LineNumbers.At(reading.Source.Path, [.. offsets.Select(offset => offset + 1)]);
        return ([.. records.Select((record, index) => record with { Line = lines[index] })], offsets);
    }
}
