namespace Sluice.Sql.Relations;

/// <summary>Which parts of a relation's name are meant: quoted, or printed at all.</summary>
/// <param name="Database">The first part.</param>
/// <param name="Schema">The second part.</param>
/// <param name="Identifier">The last part.</param>
public readonly record struct RelationParts(bool Database, bool Schema, bool Identifier)
{
    /// <summary>All three.</summary>
    public static RelationParts All => new(true, true, true);
}
