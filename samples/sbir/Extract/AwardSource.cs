using System.Text;

namespace Sbir.Extract;

/// <summary>An award file: its columns by name, whatever their order, and the SQL with which DuckDB reads it.</summary>
internal sealed class AwardSource
{
    // A record that is longer than this is a quote that was never closed.
    internal const int LongestRecordBytes = 4 << 20;

    // Without it DuckDB takes 16 times the longest record: pieces too large to be read side by side.
    private const int BufferBytes = 16 << 20;

    private static readonly string[] AllNames = [.. AwardColumns.Names, AwardColumns.Naics];

    private static readonly string RowHash = $"hash({string.Join(", ", AllNames)})";

    private readonly string[] _headers;

    private AwardSource(string path, string[] headers)
    {
        Path = path;
        _headers = headers;
    }

    internal string Path { get; }

    /// <summary>What the file has and we do not know.</summary>
    internal IEnumerable<string> UnknownColumns => _headers.Where(header => AwardColumns.Find(header) is null);

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">The file is empty, names a column twice, or has none that we know.</exception>
    internal static AwardSource Open(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var headers = (reader.ReadLine() ?? "").Split(',').Select(header => header.Trim().Trim('"').Trim()).ToArray();
        var known = headers.Select(AwardColumns.Find).OfType<string>().ToList();
        if (known.Count == 0)
        {
            throw new InvalidDataException($"{path} has no column of an award file in its first line: expected {string.Join(", ", AwardColumns.Headers.Take(3))} and so on");
        }

        var twice = known.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any());
        return twice is null
            ? new AwardSource(path, headers)
            : throw new InvalidDataException($"{path} has two columns that mean `{twice.Key}`");
    }

    /// <summary>Another file with the same header.</summary>
    internal AwardSource At(string path) => new(path, _headers);

    /// <summary>All records that have as many fields as the header: the columns as text, and a hash of all of them. What is broken goes to DuckDB's reject tables.</summary>
    internal string SelectSql() => $"select {RowHash} as row_hash, * from ({ColumnsSql()})";

    /// <summary>The hash of every record, and in <c>record</c> the columns of those whose hash is not known, as a list: both in one reading.</summary>
    /// <param name="known">The table of known hashes.</param>
    internal string ChangesSql(string known) =>
        $"select row_hash, case when row_hash not in (select row_hash from {known}) then [{string.Join(", ", AllNames)}] end as record from ({SelectSql()})";

    /// <summary>The columns of a record in <see cref="ChangesSql"/>.</summary>
    internal static string ColumnsOf(string record) => string.Join(", ", AllNames.Select((name, index) => $"{record}[{index + 1}] as {name}"));

    /// <summary>The call of DuckDB's reader.</summary>
    internal string ReadSql()
    {
        var columns = _headers.Select((header, index) => $"'{NameInFile(header, index)}': 'varchar'");
        return $$"""
            read_csv({{Literal(Path)}}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
                columns = { {{string.Join(", ", columns)}} }, store_rejects = true, max_line_size = {{LongestRecordBytes}}, buffer_size = {{BufferBytes}})
            """;
    }

    private string ColumnsSql() => $"select {string.Join(", ", AllNames.Select(Column))} from {ReadSql()}";

    private string Column(string name)
    {
        var index = Array.FindIndex(_headers, header => string.Equals(AwardColumns.Find(header), name, StringComparison.Ordinal));
        return index < 0 ? $"null::varchar as {name}" : $"{NameInFile(_headers[index], index)} as {name}";
    }

    // A name that we do not know could be anything, so its place stands for it.
    private static string NameInFile(string header, int index) => AwardColumns.Find(header) ?? $"unknown_{index}";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
