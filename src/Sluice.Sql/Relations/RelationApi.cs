using Sluice.Jinja;

namespace Sluice.Sql.Relations;

/// <summary>What <c>api.Relation</c> is in templates: makes relations, and holds the words of their types.</summary>
internal sealed class RelationApi : JinjaObject
{
    internal static readonly RelationApi Instance = new();

    private RelationApi()
    {
    }

    public override string TypeName => "type";

    public override bool IsCallable => true;

    public override string Repr() => "<class 'DuckDBRelation'>";

    public override object? Invoke(JinjaCall call) => Relation.Create(call);

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "create" => new JinjaFunction(name, Relation.Create),
            "create_from" or "create_from_node" => new JinjaFunction(name, OfNode),
            "get_default_quote_policy" or "get_default_include_policy" => new JinjaFunction(name, _ => Relation.ToDict(RelationParts.All)),
            _ => Relation.Word(name),
        };
        return value is not null;
    }

    private static Relation OfNode(JinjaCall call)
    {
        var args = call.Bind("create_from", "quoting", "relation_config", "**other");
        var node = args[1] as JinjaDict ?? args[0] as JinjaDict ?? throw call.Fail("SLUICE3153", "`create_from` needs a node, such as `model`");
        string? Part(string key) => node.TryGetValue(key, out var part) && part is not null ? JinjaValue.ToText(part) : null;
        return new Relation(Part("database"), Part("schema"), Part("identifier") ?? Part("alias") ?? Part("name"));
    }
}
