using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Nodes;

/// <summary>A column that a properties file describes.</summary>
public sealed record ColumnInfo
{
    /// <summary>The name as written.</summary>
    public required string Name { get; init; }

    /// <summary>The SQL type of a contract; null where none is given.</summary>
    public string? DataType { get; init; }

    /// <summary>The text for people, rendered; empty where none is given.</summary>
    public string Description { get; init; } = "";

    /// <summary>The unique ids of the docs blocks that the text for people takes.</summary>
    public ImmutableArray<string> DocsBlocks { get; init; } = [];

    /// <summary>True where the name is always quoted in SQL.</summary>
    public bool Quote { get; init; }

    /// <summary>The tags, which its tests inherit.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>What the user keeps here, under any key.</summary>
    public IReadOnlyDictionary<string, object?> Meta { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>The constraints of a contract.</summary>
    public ImmutableArray<ConstraintInfo> Constraints { get; init; } = [];

    /// <summary>The place of the name in the properties file.</summary>
    public SourceSpan Span { get; init; }
}

/// <summary>A constraint of a contract.</summary>
/// <param name="Type"><c>not_null</c>, <c>unique</c>, <c>primary_key</c>, <c>foreign_key</c>, <c>check</c> or <c>custom</c>.</param>
/// <param name="Expression">The condition of a check, the reference of a foreign key; null where none is given.</param>
/// <param name="Name">The constraint's name; null where none is given.</param>
/// <param name="Columns">The columns of a constraint on the whole model; empty on a column.</param>
/// <param name="To">The referred relation of a foreign key; null for none.</param>
/// <param name="ToColumns">The referred columns.</param>
public sealed record ConstraintInfo(
    string Type, string? Expression, string? Name, ImmutableArray<string> Columns, string? To, ImmutableArray<string> ToColumns);
