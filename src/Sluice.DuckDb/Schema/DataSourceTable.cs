using System.Data;
using System.Data.Common;
using System.Globalization;

namespace Sluice.DuckDb.Schema;

/// <summary>What DuckDB's SQL looks like, for programs that write SQL for any database.</summary>
internal static class DataSourceTable
{
    private const string Name = """[\p{L}_][\p{L}\p{N}_$]*""";

    internal static DataTable Create()
    {
        var (names, values) = (new List<(string, Type)>(), new List<object>());
        foreach (var (name, value) in Facts())
        {
            names.Add((name, value.GetType()));
            values.Add(value);
        }

        var table = SchemaCollections.Table(DbMetaDataCollectionNames.DataSourceInformation, [.. names]);
        table.Rows.Add([.. values]);
        return table;
    }

    private static IEnumerable<(string Name, object Value)> Facts() =>
    [
        (DbMetaDataColumnNames.CompositeIdentifierSeparatorPattern, @"\."),
        (DbMetaDataColumnNames.DataSourceProductName, "DuckDB"),
        (DbMetaDataColumnNames.DataSourceProductVersion, DuckDbConnection.LibraryVersion),
        (DbMetaDataColumnNames.DataSourceProductVersionNormalized, Normalized(DuckDbConnection.LibraryVersion)),
        (DbMetaDataColumnNames.GroupByBehavior, GroupByBehavior.MustContainAll),
        (DbMetaDataColumnNames.IdentifierPattern, $"^{Name}$"),
        (DbMetaDataColumnNames.IdentifierCase, IdentifierCase.Insensitive),
        (DbMetaDataColumnNames.OrderByColumnsInSelect, false),
        (DbMetaDataColumnNames.ParameterMarkerFormat, "${0}"),
        (DbMetaDataColumnNames.ParameterMarkerPattern, $@"\?|\$([0-9]+|{Name})"),
        (DbMetaDataColumnNames.ParameterNameMaxLength, int.MaxValue),
        (DbMetaDataColumnNames.ParameterNamePattern, $"^{Name}$"),
        (DbMetaDataColumnNames.QuotedIdentifierPattern, "\"(([^\"]|\"\")*)\""),
        (DbMetaDataColumnNames.QuotedIdentifierCase, IdentifierCase.Insensitive), // quotes do not make a name differ from another case of it
        (DbMetaDataColumnNames.StatementSeparatorPattern, ";"),
        (DbMetaDataColumnNames.StringLiteralPattern, "'(([^']|'')*)'"),
        (DbMetaDataColumnNames.SupportedJoinOperators,
            SupportedJoinOperators.Inner | SupportedJoinOperators.LeftOuter | SupportedJoinOperators.RightOuter | SupportedJoinOperators.FullOuter),
    ];

    /// <summary>A form whose order as text is the order of versions.</summary>
    internal static string Normalized(string version)
    {
        var digits = version.TrimStart('v').Split('-')[0];
        return Version.TryParse(digits, out var parsed)
            ? string.Create(CultureInfo.InvariantCulture, $"{parsed.Major:00}.{parsed.Minor:00}.{Math.Max(parsed.Build, 0):0000}")
            : digits;
    }
}
