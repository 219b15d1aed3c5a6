using System.Data;
using System.Data.Common;
using System.Globalization;

namespace Sluice.DuckDb.Schema;

/// <summary>All collections of <c>GetSchema</c>: the five that every provider has, and what a database holds.</summary>
internal static class SchemaCollections
{
    private static readonly SchemaCollection[] All =
    [
        new(DbMetaDataCollectionNames.MetaDataCollections, 0) { Build = Collections },
        new(DbMetaDataCollectionNames.DataSourceInformation, 0) { Build = DataSourceTable.Create },
        new(DbMetaDataCollectionNames.DataTypes, 0) { Build = DataTypesTable.Create },
        new(DbMetaDataCollectionNames.Restrictions, 0) { Build = Restrictions },
        new(DbMetaDataCollectionNames.ReservedWords, 0)
        {
            Sql = $"select keyword_name as {DbMetaDataColumnNames.ReservedWord} from duckdb_keywords() where keyword_category = 'reserved' order by all",
        },
        new("Databases", 1, "database_name")
        {
            Sql = "select database_name, path, type, readonly from duckdb_databases() where not internal order by all",
        },
        new("Schemas", 2, "catalog_name", "schema_name")
        {
            Sql = """
                select database_name as catalog_name, schema_name, comment as schema_comment from duckdb_schemas()
                where database_name in (select database_name from duckdb_databases() where not internal)
                  and schema_name not in ('information_schema', 'pg_catalog')
                order by all
                """,
        },
        new("Tables", 3, "table_catalog", "table_schema", "table_name", "table_type")
        {
            Sql = """
                select table_catalog, table_schema, table_name, table_type, table_comment
                from information_schema.tables order by all
                """,
        },
        new("Views", 3, "table_catalog", "table_schema", "table_name")
        {
            Sql = """
                select database_name as table_catalog, schema_name as table_schema, view_name as table_name, sql as view_definition,
                    comment as table_comment
                from duckdb_views() where not internal order by all
                """,
        },
        new("Columns", 4, "table_catalog", "table_schema", "table_name", "column_name")
        {
            Sql = """
                select table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable, data_type,
                    numeric_precision, numeric_precision_radix, numeric_scale, column_comment
                from information_schema.columns order by table_catalog, table_schema, table_name, ordinal_position
                """,
        },
        new("Indexes", 4, "table_catalog", "table_schema", "table_name", "index_name")
        {
            Sql = """
                select database_name as table_catalog, schema_name as table_schema, table_name, index_name, is_unique, is_primary,
                    expressions, sql as index_definition, comment as index_comment
                from duckdb_indexes() order by all
                """,
        },
        new("Constraints", 4, "table_catalog", "table_schema", "table_name", "constraint_name", "constraint_type")
        {
            Sql = """
                select database_name as table_catalog, schema_name as table_schema, table_name, constraint_name, constraint_type,
                    constraint_text, constraint_column_names as column_names, referenced_table, referenced_column_names
                from duckdb_constraints() order by table_catalog, table_schema, table_name, constraint_index, constraint_name
                """,
        },
    ];

    /// <summary>The collection of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    internal static SchemaCollection Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Array.Find(All, collection => collection.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"there is no collection '{name}'; there are {string.Join(", ", All.Select(collection => collection.Name))}", nameof(name));
    }

    /// <summary>A table without rows.</summary>
    internal static DataTable Table(string name, params (string Name, Type Type)[] columns)
    {
        var table = new DataTable(name) { Locale = CultureInfo.InvariantCulture };
        foreach (var column in columns)
        {
            table.Columns.Add(column.Name, column.Type);
        }

        return table;
    }

    private static DataTable Collections()
    {
        var table = Table(
            DbMetaDataCollectionNames.MetaDataCollections,
            (DbMetaDataColumnNames.CollectionName, typeof(string)),
            (DbMetaDataColumnNames.NumberOfRestrictions, typeof(int)),
            (DbMetaDataColumnNames.NumberOfIdentifierParts, typeof(int)));
        foreach (var collection in All)
        {
            table.Rows.Add(collection.Name, collection.Restrictions.Length, collection.IdentifierParts);
        }

        return table;
    }

    private static DataTable Restrictions()
    {
        var table = Table(
            DbMetaDataCollectionNames.Restrictions,
            (DbMetaDataColumnNames.CollectionName, typeof(string)),
            ("RestrictionName", typeof(string)),
            ("RestrictionDefault", typeof(string)),
            ("RestrictionNumber", typeof(int)));
        foreach (var collection in All)
        {
            for (var index = 0; index < collection.Restrictions.Length; index++)
            {
                table.Rows.Add(collection.Name, collection.Restrictions[index], null, index + 1);
            }
        }

        return table;
    }
}
