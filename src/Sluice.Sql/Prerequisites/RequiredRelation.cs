using Sluice.Sql.Adapters;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Prerequisites;

/// <summary><c>relation</c>: a model's table or view exists, or any other by its name, <c>schema.name</c> or <c>database.schema.name</c>.</summary>
internal static class RequiredRelation
{
    internal static PrerequisiteOutcome Look(CheckPlace place, ISqlSession session, PrerequisiteSettings prerequisite)
    {
        var name = NameOf(place, place.Render(session, prerequisite.Target, place.Partition).Trim());
        var found = session.GetRelation(name) is { } relation ? relation.Kind == CatalogKind.View ? "a view" : "a table" : "none";
        return new PrerequisiteOutcome(found != "none", $"expected the relation {name}, found {found}");
    }

    private static RelationName NameOf(CheckPlace place, string text)
    {
        if (place.Project.FindByName(text) is { Relation: { } relation } node)
        {
            return new RelationName(relation.Database ?? node.Database, relation.Schema ?? node.Schema, relation.Identifier ?? node.Alias);
        }

        var parts = text.Split('.').Select(part => part.Trim('"')).ToArray();
        return parts.Length switch
        {
            1 => new RelationName(place.Adapter.Database, place.Project.Target.Schema, parts[0]),
            2 => new RelationName(place.Adapter.Database, parts[0], parts[1]),
            3 => new RelationName(parts[0], parts[1], parts[2]),
            _ => throw new RuleException($"`{text}` is no name of a relation"),
        };
    }
}
