using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.DuckDb.Tests.Schema;

public class SchemaTests
{
    [Fact]
    public void The_first_collection_lists_all_collections_and_each_can_be_asked_for()
    {
        using var connection = Db.Open();

        var collections = connection.GetSchema();

        Assert.Equal(
            ["MetaDataCollections", "DataSourceInformation", "DataTypes", "Restrictions", "ReservedWords", "Databases", "Schemas", "Tables", "Views", "Columns", "Indexes", "Constraints"],
            Column(collections, "CollectionName"));
        foreach (var name in Column(collections, "CollectionName").Cast<string>())
        {
            var table = connection.GetSchema(name.ToUpperInvariant());
            Assert.Equal(name, table.TableName);
            Assert.NotEmpty(table.Columns);
        }
    }

    [Fact]
    public void Every_restriction_names_a_column_of_its_collection()
    {
        using var connection = Db.Open();
        var restrictions = connection.GetSchema("Restrictions").Rows.Cast<DataRow>().ToList();

        foreach (var group in restrictions.GroupBy(row => (string)row["CollectionName"]))
        {
            var columns = connection.GetSchema(group.Key).Columns;
            Assert.All(group, row => Assert.True(columns.Contains((string)row["RestrictionName"])));
            Assert.Equal(Enumerable.Range(1, group.Count()), group.Select(row => (int)row["RestrictionNumber"]));
        }

        Assert.Equal(5, restrictions.Count(row => (string)row["CollectionName"] == "Constraints"));
    }

    [Fact]
    public void Tables_and_views_are_found_by_each_of_their_restrictions()
    {
        using var connection = Example();

        Assert.Equal(["t", "v", "x y", "u", "passing"], Column(connection.GetSchema("Tables"), "table_name"));
        Assert.Equal(["u"], Column(connection.GetSchema("Tables", [null, "other"]), "table_name"));
        Assert.Equal(["t"], Column(connection.GetSchema("Tables", ["memory", "main", "T", "BASE TABLE"]), "table_name"));
        Assert.Equal(["v"], Column(connection.GetSchema("Tables", [null, null, null, "view"]), "table_name"));
        Assert.Equal(["passing"], Column(connection.GetSchema("Tables", [null, null, null, "LOCAL TEMPORARY"]), "table_name"));
        Assert.Empty(connection.GetSchema("Tables", ["nowhere"]).Rows);
        Assert.Equal("what it holds", connection.GetSchema("Tables", [null, null, "t"]).Rows[0]["table_comment"]);
        var view = Assert.Single(connection.GetSchema("Views").Rows.Cast<DataRow>());
        Assert.Equal("v", view["table_name"]);
        Assert.StartsWith("CREATE VIEW v", (string)view["view_definition"], StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_come_in_their_order_with_type_default_and_null()
    {
        using var connection = Example();

        var columns = connection.GetSchema("Columns", [null, null, "t"]);

        Assert.Equal(["id", "name", "pay"], Column(columns, "column_name"));
        Assert.Equal(["INTEGER", "VARCHAR", "DECIMAL(10,2)"], Column(columns, "data_type"));
        Assert.Equal(["NO", "NO", "YES"], Column(columns, "is_nullable"));
        Assert.Equal("'x'", columns.Rows[1]["column_default"]);
        Assert.Equal((10, 2), (columns.Rows[2]["numeric_precision"], columns.Rows[2]["numeric_scale"]));
        Assert.Equal([3], Column(connection.GetSchema("Columns", [null, null, "t", "PAY"]), "ordinal_position"));
    }

    [Fact]
    public void Indexes_and_constraints_tell_their_columns()
    {
        using var connection = Example();

        var index = Assert.Single(connection.GetSchema("Indexes", [null, null, null, "by_name"]).Rows.Cast<DataRow>());
        var key = Assert.Single(connection.GetSchema("Constraints", [null, null, null, null, "FOREIGN KEY"]).Rows.Cast<DataRow>());

        Assert.Equal(("t", true, "['\"name\"', pay]"), (index["table_name"], index["is_unique"], index["expressions"]));
        Assert.Equal(("x y", "t"), (key["table_name"], key["referenced_table"]));
        Assert.Equal(["id"], (List<string?>)key["referenced_column_names"]);
        Assert.Equal(
            ["CHECK", "NOT NULL", "NOT NULL", "PRIMARY KEY"],
            Column(connection.GetSchema("Constraints", [null, null, "t"]), "constraint_type").Order());
    }

    [Fact]
    public void Databases_and_schemas_leave_out_what_belongs_to_DuckDB()
    {
        using var connection = Example();
        connection.Execute("attach ':memory:' as second");

        Assert.Equal(["memory", "second"], Column(connection.GetSchema("Databases"), "database_name"));
        Assert.Equal(["main", "other"], Column(connection.GetSchema("Schemas", ["memory"]), "schema_name"));
    }

    [Fact]
    public void Every_type_can_be_created_as_it_says_and_is_read_as_it_says()
    {
        using var connection = Db.Open();

        var types = connection.GetSchema("DataTypes").Rows.Cast<DataRow>().ToList();

        Assert.Equal(29, types.Count);
        foreach (var type in types)
        {
            var sql = string.Format(CultureInfo.InvariantCulture, (string)type["CreateFormat"], 20, 4);
            using var command = connection.CreateCommand($"select null::{sql}");
            using var reader = command.ExecuteReader();
            Assert.Equal(reader.GetFieldType(0).FullName, type["DataType"]);
            Assert.Equal((int)reader.GetDuckDbType(0).Kind, type["ProviderDbType"]);
            Assert.Equal(type["TypeName"], reader.GetDataTypeName(0).Split('(')[0]);
        }
    }

    [Fact]
    public void Every_prefix_and_suffix_makes_a_literal_of_its_type()
    {
        using var connection = Db.Open();
        var samples = new Dictionary<string, string>
        {
            ["DATE"] = "2024-01-02", ["INTERVAL"] = "1 day", ["UUID"] = "00000000-0000-0000-0000-000000000001", ["BIT"] = "01",
        };

        foreach (var row in connection.GetSchema("DataTypes").Rows.Cast<DataRow>().Where(row => row["LiteralPrefix"] is string))
        {
            var type = (string)row["TypeName"];
            var value = samples.GetValueOrDefault(type, type.StartsWith("TIMESTAMP", StringComparison.Ordinal) ? "2024-01-02 03:04:05" : type.StartsWith("TIME", StringComparison.Ordinal) ? "03:04:05" : "x");
            Assert.Equal(type, connection.Scalar($"select typeof(({row["LiteralPrefix"]}{value}{row["LiteralSuffix"]})::{type})"));
        }
    }

    [Fact]
    public void The_source_says_what_its_SQL_looks_like()
    {
        using var connection = Db.Open();

        var facts = connection.GetSchema("DataSourceInformation").Rows[0];

        Assert.Equal("DuckDB", facts[DbMetaDataColumnNames.DataSourceProductName]);
        Assert.Equal(DuckDbConnection.LibraryVersion, facts[DbMetaDataColumnNames.DataSourceProductVersion]);
        Assert.Matches(@"^\d\d\.\d\d\.\d{4}$", (string)facts[DbMetaDataColumnNames.DataSourceProductVersionNormalized]);
        Assert.Equal("$since", string.Format(CultureInfo.InvariantCulture, (string)facts[DbMetaDataColumnNames.ParameterMarkerFormat], "since"));
        Assert.Matches((string)facts[DbMetaDataColumnNames.QuotedIdentifierPattern], SqlText.Quote("a \" b"));
        Assert.Matches((string)facts[DbMetaDataColumnNames.StringLiteralPattern], SqlText.Literal("it's"));
        Assert.Equal(["$1", "?", "$name"], Regex.Matches("select $1, ?, $name", (string)facts[DbMetaDataColumnNames.ParameterMarkerPattern], RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value));
        Assert.Equal((int)IdentifierCase.Insensitive, facts[DbMetaDataColumnNames.IdentifierCase]);
    }

    [Fact]
    public void Reserved_words_are_those_that_cannot_be_names()
    {
        using var connection = Db.Open();

        var words = Column(connection.GetSchema("ReservedWords"), "ReservedWord").Cast<string>().ToList();

        Assert.Contains("select", words);
        Assert.DoesNotContain("day", words);
        Assert.All(words, word => Assert.Throws<DuckDbException>(() => connection.Execute($"create or replace table {word} (i integer)")));
    }

    [Fact]
    public void Wrong_names_and_too_many_restrictions_are_told()
    {
        using var connection = Db.Open();

        Assert.StartsWith(
            "there is no collection 'Procedures'; there are MetaDataCollections, DataSourceInformation,",
            Assert.Throws<ArgumentException>(() => connection.GetSchema("Procedures")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "the collection Views takes these restrictions: table_catalog, table_schema, table_name; 4 were given",
            Assert.Throws<ArgumentException>(() => connection.GetSchema("Views", new string?[4])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "the collection DataTypes takes these restrictions: none; 1 were given",
            Assert.Throws<ArgumentException>(() => connection.GetSchema("DataTypes", ["INTEGER"])).Message,
            StringComparison.Ordinal);
        connection.Close();
        Assert.Throws<InvalidOperationException>(() => connection.GetSchema());
    }

    [Fact]
    public async Task Collections_can_be_awaited_and_cancelled()
    {
        await using var connection = Example();

        Assert.Equal(12, (await connection.GetSchemaAsync()).Rows.Count);
        Assert.Equal(["u"], Column(await connection.GetSchemaAsync("Tables", [null, "other"]), "table_name"));
        Assert.Equal(5, (await connection.GetSchemaAsync("Tables")).Rows.Count);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.GetSchemaAsync("Tables", new CancellationToken(canceled: true)));
    }

    private static DuckDbConnection Example()
    {
        var connection = Db.Open();
        connection.Execute("""
            create table t (id integer primary key, name varchar not null default 'x', pay decimal(10,2) check (pay > 0));
            comment on table t is 'what it holds';
            create view v as select id from t;
            create unique index by_name on t (name, pay);
            create schema other;
            create table other.u (i integer);
            create table "x y" (t integer references t (id));
            create temp table passing (i integer);
            """);
        return connection;
    }

    private static IEnumerable<object> Column(DataTable table, string name) => table.Rows.Cast<DataRow>().Select(row => row[name]);
}
