namespace Sluice.Sql.Relations;

/// <summary>What kind of thing a relation is in the database.</summary>
public enum RelationType
{
    /// <summary>A table.</summary>
    Table,

    /// <summary>A view.</summary>
    View,

    /// <summary>An ephemeral model, inlined as a common table expression.</summary>
    Cte,

    /// <summary>A file that the database reads in place.</summary>
    External,
}
