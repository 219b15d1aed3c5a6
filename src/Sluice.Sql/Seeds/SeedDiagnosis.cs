using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;

namespace Sluice.Sql.Seeds;

/// <summary>Finds the line and the value that the database refused. Only asked after a failure, so it may take its time.</summary>
internal static class SeedDiagnosis
{
    internal static Diagnostic? Of(BuildRequest request, SeedFile file, ImmutableArray<string> types, DatabaseException error)
    {
        // The failed statement aborted the transaction; the questions below need none.
        request.Session.Rollback();
        for (var column = 0; column < file.Columns.Length; column++)
        {
            try
            {
                request.Ask($"select cast(null as {types[column]})");
            }
            catch (DatabaseException bad)
            {
                return SeedErrors.BadType(file.Source, file.Columns[column], types[column], bad.Detail.Split('\n')[0]);
            }
        }

        for (var column = 0; column < file.Columns.Length; column++)
        {
            if (FirstRefused(request, file, column, types[column]) is { } row)
            {
                return SeedErrors.BadValue(
                    file.Source, SeedFile.Line(file.Source, file.Places[row]), file.Columns[column], types[column].ToUpperInvariant(), Shortened(file.Rows[row][column]!));
            }
        }

        return null;
    }

    private static int? FirstRefused(BuildRequest request, SeedFile file, int column, string type)
    {
        const int Batch = 1000;
        for (var first = 0; first < file.Rows.Count; first += Batch)
        {
            var values = file.Rows.Skip(first).Take(Batch)
                .Select((row, i) => (Value: row[column], Index: (long)first + i))
                .Where(item => item.Value is not null)
                .Select(item => $"({item.Index.Invariant()}, {SqlText.Literal(item.Value!)})");
            var list = string.Join(", ", values);
            if (list.Length > 0
                && request.Ask($"select min(i) from (values {list}) as t(i, v) where try_cast(v as {type}) is null").Scalar is { } row)
            {
                return Convert.ToInt32(row, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    private static string Shortened(string value) => value.Length <= 60 ? value : value[..57] + "…";
}
