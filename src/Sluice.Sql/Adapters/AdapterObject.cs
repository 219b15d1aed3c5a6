using Sluice.Jinja;
using Sluice.Sql.Adapters.Results;
using Sluice.Sql.Relations;

namespace Sluice.Sql.Adapters;

/// <summary>
/// What <c>adapter</c> is in templates: questions to the database and changes of it, on the node's own session. While a
/// project is parsed there is no session; then questions answer none or an empty list, and changes do nothing.
/// </summary>
/// <param name="adapterType">What <c>adapter.type()</c> says.</param>
/// <param name="session">Where; null while a project is parsed.</param>
/// <param name="cancel">Interrupts a statement.</param>
internal sealed class AdapterObject(string adapterType, ISqlSession? session, CancellationToken cancel) : JinjaObject
{
    /// <summary>The methods that people call most, for "did you mean".</summary>
    internal static readonly IReadOnlyList<string> Names =
    [
        "dispatch", "type", "quote", "quote_as_configured", "get_relation", "list_relations", "list_relations_without_caching", "get_columns_in_relation",
        "get_column_schema_from_query", "get_missing_columns", "expand_target_column_types", "already_exists", "check_schema_exists", "list_schemas",
        "create_schema", "drop_schema", "drop_relation", "rename_relation", "truncate_relation", "execute", "add_query", "commit", "convert_type",
    ];

    private readonly Dictionary<string, JinjaFunction> _methods = new(StringComparer.Ordinal);

    public override string TypeName => "DatabaseWrapper";

    public override bool TryGetAttribute(string name, out object? value)
    {
        if (!_methods.TryGetValue(name, out var method))
        {
            if (Method(name) is not { } body)
            {
                value = null;
                return false;
            }

            _methods[name] = method = new JinjaFunction(name, call => Operations.RuntimeNames.Guarded(call, body));
        }

        value = method;
        return true;
    }

    private Func<JinjaCall, object?>? Method(string name) => name switch
    {
        "type" => _ => adapterType,
        "quote" => call => RelationName.Quote(call.Bind(name, "identifier").Text(0)),
        "quote_as_configured" => call => RelationName.Quote(call.Bind(name, "identifier", "quote_key?").Text(0)),
        "quote_seed_column" => QuoteSeedColumn,
        "get_relation" => GetRelation,
        "load_relation" => call => Find(call, ToName(call, call.Bind(name, "relation")[0])),
        "list_relations" => call => List(call.Bind(name, "database", "schema") is var args ? args.Text(0) : "", args.Text(1)),
        "list_relations_without_caching" => call => ListOf(call, call.Bind(name, "schema_relation")[0]),
        "get_columns_in_relation" => call => Columns(call, call.Bind(name, "relation")[0]),
        "get_column_schema_from_query" or "get_columns_in_query" => call => Describe(call.Bind(name, "sql").Text(0)),
        "get_missing_columns" => GetMissingColumns,
        "expand_target_column_types" => _ => null,
        "already_exists" => call => call.Bind(name, "schema", "name") is var args && Exists(args.Text(0), args.Text(1)),
        "check_schema_exists" => call => call.Bind(name, "database", "schema") is var args && SchemaExists(args.Text(0), args.Text(1)),
        "list_schemas" => call => ListSchemas(call.Bind(name, "database").Text(0)),
        "create_schema" => call => Run($"create schema if not exists {Schema(call, call.Bind(name, "relation")[0])}"),
        "drop_schema" => call => Run($"drop schema if exists {Schema(call, call.Bind(name, "relation")[0])} cascade"),
        "drop_relation" => call => Drop(ToName(call, call.Bind(name, "relation")[0])),
        "rename_relation" => Rename,
        "truncate_relation" => call => Run($"delete from {ToName(call, call.Bind(name, "relation")[0])}"),
        "execute" => Execute,
        "add_query" => AddQuery,
        "commit" or "rollback" or "clear_transaction" or "begin" or "cache_added" or "cache_dropped" or "cache_renamed" => _ => "",
        "valid_incremental_strategies" => _ => new JinjaList(["append", "delete+insert", "merge", "microbatch"]),
        "is_motherduck" or "is_ducklake" or "disable_transactions" => _ => false,
        "get_binding_char" => _ => "?",
        "convert_type" => call => ConvertType(call),
        "verify_database" or "use_database" => _ => "",
        "location_exists" => call => call.Bind(name, "location").Text(0) is var location && (File.Exists(location) || Directory.Exists(location)),
        "standardize_grants_dict" => _ => new JinjaDict(), // DuckDB has no grants
        "parse_index" => call => call.Bind(name, "raw_index")[0],
        _ => null,
    };

    private Relation? GetRelation(JinjaCall call)
    {
        var args = call.Bind("get_relation", "database", "schema", "identifier");
        return Find(call, new RelationName(args.Text(0), args.Text(1), args.Text(2)));
    }

    private Relation? Find(JinjaCall call, RelationName name)
    {
        if (session?.GetRelation(name) is not { } found)
        {
            return null;
        }

        if (found.Name.Identifier != name.Identifier || found.Name.Schema != name.Schema)
        {
            throw call.Fail(
                "SLUICE3152",
                $"when searching for a relation, dbt found an approximate match: searched for {name}, found {found.Name}",
                "write the name in the letter case that the database has, or rename the relation");
        }

        return ToRelation(found);
    }

    private JinjaList List(string database, string schema) =>
        new(session?.ListRelations(database, schema).Select(ToRelation) ?? []);

    private JinjaList ListOf(JinjaCall call, object? schema) => schema is Relation relation
        ? List(relation.Database ?? "", relation.Schema ?? "")
        : throw call.Fail("SLUICE3153", $"a relation is needed, not `{JinjaValue.Repr(schema)}`");

    private JinjaList Columns(JinjaCall call, object? relation) =>
        session is null ? new JinjaList() : new JinjaList(session.GetColumns(ToName(call, relation), cancel).Select(SqlColumn.Of));

    private JinjaList Describe(string sql) => session is null ? new JinjaList() : new JinjaList(session.Describe(sql, cancel).Select(SqlColumn.Of));

    private JinjaList GetMissingColumns(JinjaCall call)
    {
        var args = call.Bind("get_missing_columns", "from_relation", "to_relation");
        if (session is null)
        {
            return new JinjaList();
        }

        var known = session.GetColumns(ToName(call, args[1]), cancel).Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new JinjaList(session.GetColumns(ToName(call, args[0]), cancel).Where(column => !known.Contains(column.Name)).Select(SqlColumn.Of));
    }

    private bool Exists(string schema, string name) =>
        session is not null && session.GetRelation(new RelationName(session.Database, schema, name)) is not null;

    private bool SchemaExists(string database, string schema) =>
        session is not null && session.ListSchemas(database).Contains(schema, StringComparer.OrdinalIgnoreCase);

    private JinjaList ListSchemas(string database) => new(session?.ListSchemas(database) ?? []);

    private string Drop(RelationName name)
    {
        if (session?.GetRelation(name) is { } found)
        {
            Run($"drop {(found.Kind == CatalogKind.View ? "view" : "table")} {found.Name}");
        }

        return "";
    }

    private string Rename(JinjaCall call)
    {
        var args = call.Bind("rename_relation", "from_relation", "to_relation");
        var from = ToName(call, args[0]);
        if (session?.GetRelation(from) is { } found)
        {
            Run($"alter {(found.Kind == CatalogKind.View ? "view" : "table")} {found.Name} rename to {RelationName.Quote(ToName(call, args[1]).Identifier)}");
        }

        return "";
    }

    private JinjaTuple Execute(JinjaCall call)
    {
        var args = call.Bind("execute", "sql", "auto_begin?", "fetch?", "limit?");
        if (session is null)
        {
            return new JinjaTuple(["", AgateTable.Of(QueryResult.Empty)]);
        }

        return args.Flag(2)
            ? new JinjaTuple([AdapterResponse.Ok, AgateTable.Of(session.UserQuery(args.Text(0), cancel))])
            : new JinjaTuple([RunAnd(args.Text(0), AdapterResponse.Ok), AgateTable.Of(QueryResult.Empty)]);
    }

    private JinjaTuple AddQuery(JinjaCall call)
    {
        var args = call.Bind("add_query", "sql", "auto_begin?", "bindings?", "abridge_sql_log?");
        Run(args.Text(0));
        return new JinjaTuple([null, null]);
    }

    private static string QuoteSeedColumn(JinjaCall call)
    {
        var args = call.Bind("quote_seed_column", "column", "quote_config?");
        return args[1] is false ? args.Text(0) : RelationName.Quote(args.Text(0));
    }

    private static string ConvertType(JinjaCall call)
    {
        var args = call.Bind("convert_type", "agate_table", "col_idx");
        return args[0] is AgateTable table && table.Columns.TryGetItem(args[1], out var column) && ((AgateColumn)column!).TryGetAttribute("data_type", out var type)
            ? JinjaValue.Repr(type) switch
            {
                var name when name.Contains("Integer", StringComparison.Ordinal) => "integer",
                var name when name.Contains("Number", StringComparison.Ordinal) => "double",
                var name when name.Contains("Boolean", StringComparison.Ordinal) => "boolean",
                var name when name.Contains("DateTime", StringComparison.Ordinal) => "timestamp without time zone",
                _ => "text",
            }
            : "text";
    }

    private AdapterResponse RunAnd(string sql, AdapterResponse answer)
    {
        Run(sql);
        return answer;
    }

    private string Run(string sql)
    {
        session?.UserExecute(sql, cancel);
        return "";
    }

    private static string Schema(JinjaCall call, object? value)
    {
        var name = value as Relation ?? throw call.Fail("SLUICE3153", $"a relation is needed, not `{JinjaValue.Repr(value)}`");
        return name.WithIdentifier(null).RenderName();
    }

    private static RelationName ToName(JinjaCall call, object? value) => value is Relation relation
        ? new RelationName(relation.Database ?? "", relation.Schema ?? "", relation.Identifier ?? "")
        : throw call.Fail("SLUICE3153", $"a relation is needed, not `{JinjaValue.Repr(value)}`", "pass what ref(), source() or api.Relation.create() gives");

    private static Relation ToRelation(CatalogRelation found) => new(
        found.Name.Database, found.Name.Schema, found.Name.Identifier, found.Kind == CatalogKind.View ? RelationType.View : RelationType.Table);
}
