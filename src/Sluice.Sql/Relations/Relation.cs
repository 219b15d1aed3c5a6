using System.Text;
using Sluice.Jinja;

namespace Sluice.Sql.Relations;

/// <summary>A table, view or inlined model by its name in the database. Immutable; the methods return changed copies.</summary>
public sealed partial class Relation : JinjaObject, IEquatable<Relation>
{
    /// <summary>Creates a relation; a part that is null is not printed.</summary>
    public Relation(string? database, string? schema, string? identifier, RelationType? type = null)
    {
        Database = database;
        Schema = schema;
        Identifier = identifier;
        Type = type;
    }

    private Relation(Relation other)
    {
        Database = other.Database;
        Schema = other.Schema;
        Identifier = other.Identifier;
        Type = other.Type;
        Quoted = other.Quoted;
        Included = other.Included;
        Filter = other.Filter;
        External = other.External;
    }

    /// <summary>The database (DuckDB: the catalog); null for none.</summary>
    public string? Database { get; private init; }

    /// <summary>The schema; null for none.</summary>
    public string? Schema { get; private init; }

    /// <summary>The relation's own name; null where a schema or a database is meant.</summary>
    public string? Identifier { get; private init; }

    /// <summary>What it is; null where that is not known yet.</summary>
    public RelationType? Type { get; private init; }

    /// <summary>The parts that are quoted. Default: all.</summary>
    public RelationParts Quoted { get; private init; } = RelationParts.All;

    /// <summary>The parts that are printed. Default: all.</summary>
    public RelationParts Included { get; private init; } = RelationParts.All;

    /// <summary>A condition that limits what is read, such as <c>"year" = 2026</c>; null for none.</summary>
    public string? Filter { get; private init; }

    /// <summary>SQL that stands in the place of the name, such as <c>read_csv('x.csv')</c>; null for none.</summary>
    public string? External { get; private init; }

    /// <summary>This relation with a type.</summary>
    public Relation WithType(RelationType? type) => new(this) { Type = type };

    /// <summary>This relation under another name, in the same schema.</summary>
    public Relation WithIdentifier(string? identifier) => new(this) { Identifier = identifier, Filter = null };

    /// <summary>This relation in another schema.</summary>
    public Relation WithSchema(string? schema) => new(this) { Schema = schema };

    /// <summary>This relation in another database.</summary>
    public Relation WithDatabase(string? database) => new(this) { Database = database };

    /// <summary>This relation with other parts quoted.</summary>
    public Relation WithQuoted(RelationParts parts) => new(this) { Quoted = parts };

    /// <summary>This relation with other parts printed.</summary>
    public Relation WithIncluded(RelationParts parts) => new(this) { Included = parts };

    /// <summary>This relation with only the rows for which a condition holds; null lifts the limit.</summary>
    public Relation WithFilter(string? condition) => new(this) { Filter = condition };

    /// <summary>This relation with only the rows for which a further condition holds.</summary>
    public Relation Where(string condition) => WithFilter(Filter is null ? condition : $"{Filter} and {condition}");

    /// <summary>This relation with SQL in the place of its name.</summary>
    public Relation WithExternal(string sql) => new(this) { External = sql, Type = RelationType.External };

    /// <summary>The name as SQL, without the filter.</summary>
    public string RenderName()
    {
        if (External is not null)
        {
            return External;
        }

        var text = new StringBuilder();
        Append(text, Database, Included.Database, Quoted.Database);
        Append(text, Schema, Included.Schema, Quoted.Schema);
        Append(text, Identifier, Included.Identifier, Quoted.Identifier);
        return text.ToString();
    }

    /// <summary>The relation as SQL: its name, or a query in parentheses where it is limited by a filter.</summary>
    public string Render() => Filter is null ? RenderName() : $"(select * from {RenderName()} where {Filter})";

    /// <summary>True where the two name the same relation; quoting and type do not count, letter case does not either.</summary>
    public bool Matches(string? database, string? schema, string? identifier) =>
        Same(Database, database) && Same(Schema, schema) && Same(Identifier, identifier);

    /// <inheritdoc/>
    public bool Equals(Relation? other) =>
        other is not null && string.Equals(Render(), other.Render(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Relation other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Render());

    private static bool Same(string? left, string? right) =>
        left is null || right is null || string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static void Append(StringBuilder text, string? part, bool isIncluded, bool isQuoted)
    {
        if (part is null || !isIncluded)
        {
            return;
        }

        if (text.Length > 0)
        {
            text.Append('.');
        }

        if (isQuoted)
        {
            // dbt leaves a quote inside of a name as it is; we double it, so that the name stays one name.
            text.Append('"').Append(part.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            text.Append(part);
        }
    }
}
