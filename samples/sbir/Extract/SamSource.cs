using System.Globalization;
using System.Text;

namespace Sbir.Extract;

/// <summary>A monthly extract of SAM.gov: 142 fields between pipes without a header, between two control lines that state how many there are.</summary>
internal sealed class SamSource
{
    private const int Fields = 142;
    private const int TailBytes = 4096;

    private SamSource(string path, DateOnly date, long count)
    {
        Path = path;
        Date = date;
        Count = count;
    }

    internal string Path { get; }

    /// <summary>The day of the extract.</summary>
    internal DateOnly Date { get; }

    /// <summary>The entities that the file says it has.</summary>
    internal long Count { get; }

    /// <summary>Reads the first and the last line.</summary>
    /// <exception cref="InvalidDataException">One of them is no control line, or they do not agree: the file is cut off or of another kind.</exception>
    internal static SamSource Open(string path)
    {
        var (first, last) = Ends(path);
        var begin = Control(path, first, "BOF");
        var end = Control(path, last, "EOF");
        return begin == end
            ? new SamSource(path, begin.Date, begin.Count)
            : throw new InvalidDataException($"{path} begins with {begin.Count} entities of {begin.Date:yyyy-MM-dd} and ends with {end.Count} of {end.Date:yyyy-MM-dd}");
    }

    /// <summary>The entities; a row whose end mark is missing has <c>is_whole</c> false.</summary>
    internal string SelectSql()
    {
        var columns = string.Join(", ", Enumerable.Range(0, Fields).Select(field => $"'f{field}': 'varchar'"));
        return $$"""
            select f0 as uei, f1 as duns, f3 as cage, f5 as status, f11 as legal_name, f12 as dba_name, f15 as address1, f16 as address2, f17 as city, f18 as state,
                f19 as zip, f32 as naics, f34 as naics_list, date '{{Date:yyyy-MM-dd}}' as source_date, coalesce(f141 = '!end', false) as is_whole
            from read_csv('{{Path.Replace("'", "''", StringComparison.Ordinal)}}', auto_detect = false, header = false, skip = 1, delim = '|', quote = '', escape = '',
                columns = { {{columns}} }, null_padding = true)
            where f0 not like 'EOF PUBLIC %'
            """;
    }

    private static (string First, string Last) Ends(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var first = reader.ReadLine() ?? "";
        file.Seek(Math.Max(0, file.Length - TailBytes), SeekOrigin.Begin);
        reader.DiscardBufferedData();
        return (first, reader.ReadToEnd().TrimEnd('\n', '\r').Split('\n')[^1]);
    }

    // BOF PUBLIC V2 00000000 20260104 0874709 0006640
    private static (DateOnly Date, long Count) Control(string path, string line, string word)
    {
        var parts = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts is [var kind, "PUBLIC", _, _, var day, var count, ..] && kind == word
            && DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var entities)
            ? (date, entities)
            : throw new InvalidDataException($"{path} has no {word} line where one must be; it may be cut off: {line[..Math.Min(line.Length, 60)]}");
    }
}
