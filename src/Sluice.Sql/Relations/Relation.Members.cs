using Sluice.Jinja;

namespace Sluice.Sql.Relations;

/// <content>What templates see of a relation.</content>
public sealed partial class Relation
{
    private static readonly object Missing = new();

    /// <inheritdoc/>
    public override string TypeName => "Relation";

    // dbt: packages ask `x is mapping and x.metadata.type.endswith('Relation')` to know a relation.
    /// <inheritdoc/>
    public override bool IsMapping => true;

    /// <inheritdoc/>
    public override bool? IsTrue => true;

    /// <inheritdoc/>
    public override string ToText() => Render();

    /// <inheritdoc/>
    public override string Repr() => $"<Relation {Render()}>";

    /// <inheritdoc/>
    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "database" => Database,
            "schema" => Schema,
            "identifier" or "name" or "table" => Identifier,
            "type" => TypeWord(Type),
            "is_table" => Type == RelationType.Table,
            "is_view" => Type == RelationType.View,
            "is_cte" => Type == RelationType.Cte,
            "is_materialized_view" or "is_dynamic_table" or "is_iceberg_format" => false,
            "can_be_renamed" or "can_be_replaced" => Type is RelationType.Table or RelationType.View,
            "metadata" => new JinjaDict([new("type", "DuckDBRelation")]),
            "is_pointer" or "is_function" => false,
            "quote_character" => "\"",
            "limit" or "event_time_filter" or "catalog" => null,
            "require_alias" => false,
            "external" => External,
            "get_relation_type" => RelationApi.Instance,
            "quoted" => new JinjaFunction(name, call => Adapters.RelationName.Quote(call.Bind(name, "identifier").Text(0))),
            "to_dict" => new JinjaFunction(name, _ => ToDict()),
            "information_schema_only" => new JinjaFunction(name, _ => InformationSchemaOf(null)),
            "add_ephemeral_prefix" => new JinjaFunction(name, call => $"__dbt__cte__{call.Bind(name, "name").Text(0)}"),
            "path" => new JinjaDict(Parts()),
            "quote_policy" => ToDict(Quoted),
            "include_policy" => ToDict(Included),
            "include" => new JinjaFunction(name, call => WithIncluded(Change(Included, call, "include"))),
            "quote" => new JinjaFunction(name, call => WithQuoted(Change(Quoted, call, "quote"))),
            "incorporate" => new JinjaFunction(name, Incorporate),
            "replace_path" => new JinjaFunction(name, call => WithParts(call)),
            "render" => new JinjaFunction(name, _ => Render()),
            "without_identifier" => new JinjaFunction(name, _ => new Relation(this) { Identifier = null, Filter = null }),
            "information_schema" => new JinjaFunction(name, InformationSchema),
            "matches" => new JinjaFunction(name, Matches),
            "get" => new JinjaFunction(name, call =>
            {
                var args = call.Bind(name, "key", "default?");
                return TryGetAttribute(args.Text(0), out var found) ? found : args[1];
            }),
            "create" => new JinjaFunction(name, Create),
            _ => Word(name) ?? Missing,
        };
        return !ReferenceEquals(value, Missing);
    }

    /// <inheritdoc/>
    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return key is string name && TryGetAttribute(name, out value);
    }

    /// <summary>What <c>api.Relation.create(database=…, schema=…, identifier=…, type=…)</c> means.</summary>
    public static Relation Create(JinjaCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var args = call.Bind("create", "database?", "schema?", "identifier?", "type?", "quote_policy?", "include_policy?", "external?", "**other");
        return new Relation(Text(args, 0), Text(args, 1), Text(args, 2), ToType(Text(args, 3)))
        {
            Quoted = Change(RelationParts.All, args[4]),
            Included = Change(RelationParts.All, args[5]),
            External = Text(args, 6),
        };
    }

    /// <summary>The word of a type by its name in dbt, such as <c>view</c> of <c>View</c>; null for none.</summary>
    internal static string? Word(string name) => name switch
    {
        "View" => "view",
        "Table" => "table",
        "CTE" => "cte",
        "External" => "external",
        "MaterializedView" => "materialized_view",
        "Ephemeral" => "ephemeral",
        "Function" => "function",
        "PointerTable" => "pointer_table",
        _ => null,
    };

    internal static RelationType? ToType(string? word) => word?.ToLowerInvariant() switch
    {
        "table" => RelationType.Table,
        "view" => RelationType.View,
        "cte" => RelationType.Cte,
        "external" => RelationType.External,
        _ => null,
    };

    private static string? TypeWord(RelationType? type) => type switch
    {
        RelationType.Table => "table",
        RelationType.View => "view",
        RelationType.Cte => "cte",
        RelationType.External => "external",
        _ => null,
    };

    private static string? Text(JinjaArguments args, int index) => args[index] is null or Undefined ? null : args.Text(index);

    internal static JinjaDict ToDict(RelationParts parts) => new(
    [
        new("database", parts.Database), new("schema", parts.Schema), new("identifier", parts.Identifier),
    ]);

    private static RelationParts Change(RelationParts parts, JinjaCall call, string name)
    {
        var args = call.Bind(name, "database?", "schema?", "identifier?");
        return new RelationParts(args.Flag(0, parts.Database), args.Flag(1, parts.Schema), args.Flag(2, parts.Identifier));
    }

    private static RelationParts Change(RelationParts parts, object? policy)
    {
        bool Part(string key, bool otherwise) => policy is JinjaDict dict && dict.TryGetValue(key, out var part) && part is not null ? JinjaValue.IsTrue(part) : otherwise;
        return new RelationParts(Part("database", parts.Database), Part("schema", parts.Schema), Part("identifier", parts.Identifier));
    }

    private JinjaDict ToDict() => new(
    [
        new("path", new JinjaDict(Parts())), new("type", TypeWord(Type)), new("quote_character", "\""),
        new("include_policy", ToDict(Included)), new("quote_policy", ToDict(Quoted)), new("dbt_created", false),
    ]);

    private IEnumerable<KeyValuePair<string, object?>> Parts() =>
        [new("database", Database), new("schema", Schema), new("identifier", Identifier)];

    private Relation WithParts(JinjaCall call)
    {
        var args = call.Bind("replace_path", "database?", "schema?", "identifier?");
        return new Relation(this)
        {
            Database = args.Has(0) ? Text(args, 0) : Database,
            Schema = args.Has(1) ? Text(args, 1) : Schema,
            Identifier = args.Has(2) ? Text(args, 2) : Identifier,
        };
    }

    private object? Incorporate(JinjaCall call)
    {
        var args = call.Bind("incorporate", "path?", "type?", "quote_policy?", "include_policy?", "**other");
        var path = args[0] as JinjaDict;
        string? Part(string key, string? otherwise) => path is not null && path.TryGetValue(key, out var part) ? part as string : otherwise;
        return new Relation(this)
        {
            Database = Part("database", Database),
            Schema = Part("schema", Schema),
            Identifier = Part("identifier", Identifier),
            Type = args.Has(1) ? ToType(Text(args, 1)) : Type,
            Quoted = Change(Quoted, args[2]),
            Included = Change(Included, args[3]),
        };
    }

    private object? InformationSchema(JinjaCall call) => InformationSchemaOf(Text(call.Bind("information_schema", "view?"), 0));

    private Relation InformationSchemaOf(string? view)
    {
        var schema = new Relation(Database, "INFORMATION_SCHEMA", view).WithQuoted(Quoted with { Schema = false, Identifier = false });
        return schema;
    }

    private object? Matches(JinjaCall call)
    {
        var args = call.Bind("matches", "database?", "schema?", "identifier?");
        return Matches(Text(args, 0), Text(args, 1), Text(args, 2));
    }
}
