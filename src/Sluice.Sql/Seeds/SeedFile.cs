using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Seeds;

/// <summary>A CSV file as read: the columns with their types, and the rows as text.</summary>
/// <param name="Source">The file.</param>
/// <param name="Columns">Names in the order of the header.</param>
/// <param name="Types">The type of each column: the one that the config gives, else the inferred one.</param>
/// <param name="Rows">One text a column; null for NULL.</param>
/// <param name="Places">Where each row begins in the file.</param>
internal sealed record SeedFile(
    SourceText Source, ImmutableArray<string> Columns, ImmutableArray<string> Types, List<string?[]> Rows, List<int> Places)
{
    /// <summary>Reads a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="delimiter">Between two values.</param>
    /// <param name="given">Types by column name, case ignored.</param>
    /// <exception cref="DiagnosticException">The file is not a table.</exception>
    internal static SeedFile Read(SourceText source, char delimiter, IReadOnlyDictionary<string, string> given)
    {
        var reader = new CsvReader(source, delimiter);
        var fields = new List<string>();
        if (!reader.TryRead(fields))
        {
            throw new DiagnosticException(SeedErrors.NoHeader(source));
        }

        var columns = Header(source, fields);
        var inferred = columns.Select(_ => new SeedTypes()).ToArray();
        var rows = new List<string?[]>();
        var places = new List<int>();
        while (reader.TryRead(fields))
        {
            if (fields.Count != columns.Length)
            {
                throw new DiagnosticException(SeedErrors.WrongFieldCount(source, Line(source, reader.RecordStart), fields.Count, columns.Length));
            }

            for (var i = 0; i < inferred.Length; i++)
            {
                inferred[i].Add(fields[i]);
            }

            rows.Add([.. fields]);
            places.Add(reader.RecordStart);
        }

        var types = columns.Select((name, i) => given.GetValueOrDefault(name) ?? inferred[i].Type).ToImmutableArray();
        SetNulls(rows, [.. columns.Select((name, i) => given.ContainsKey(name) ? "" : inferred[i].Type)]);
        return new SeedFile(source, columns, types, rows, places);
    }

    internal static SourceSpan Line(SourceText source, int start)
    {
        var end = source.Text.AsSpan(start).IndexOfAny('\r', '\n');
        return new SourceSpan(start, end < 0 ? source.Text.Length : start + end);
    }

    private static ImmutableArray<string> Header(SourceText source, List<string> fields)
    {
        var names = ImmutableArray.CreateBuilder<string>(fields.Count);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < fields.Count; i++)
        {
            var name = fields[i].Trim() is { Length: > 0 } text ? text : Letters(i);
            if (!seen.Add(name))
            {
                throw new DiagnosticException(SeedErrors.DuplicateColumn(source, name));
            }

            names.Add(name);
        }

        return names.MoveToImmutable();
    }

    // agate names columns without a name a, b, c …
    private static string Letters(int index) => index < 26 ? ((char)('a' + index)).ToString() : $"column_{index + 1}";

    // In a text column only the empty value is NULL: the word `null` is kept, as dbt-duckdb's COPY keeps it.
    private static void SetNulls(List<string?[]> rows, string[] types)
    {
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i]!.Length == 0 || (types[i] is not ("varchar" or "") && SeedTypes.IsNull(row[i]!)))
                {
                    row[i] = null;
                }
            }
        }
    }
}
