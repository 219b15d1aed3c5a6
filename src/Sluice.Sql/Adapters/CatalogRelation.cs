namespace Sluice.Sql.Adapters;

/// <summary>What a relation of the database is.</summary>
public enum CatalogKind
{
    /// <summary>A base table.</summary>
    Table,

    /// <summary>A view.</summary>
    View,
}

/// <summary>A table or view that exists in the database, spelled as the database spells it.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Kind">Table or view.</param>
public sealed record CatalogRelation(RelationName Name, CatalogKind Kind);
