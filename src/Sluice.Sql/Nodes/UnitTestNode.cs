using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Context;

namespace Sluice.Sql.Nodes;

/// <summary>A test of a model's logic: the rows that it reads are given, and those that it must yield are expected.</summary>
public sealed class UnitTestNode : SqlNode
{
    /// <inheritdoc/>
    public override string ResourceType => "unit_test";

    /// <summary>The name of the model that it tests.</summary>
    public required string ModelName { get; init; }

    /// <summary>The model that it tests.</summary>
    public ModelNode? Model { get; internal set; }

    /// <summary>The version of the model that it tests; null where the model has none.</summary>
    public ModelVersion? Version { get; internal init; }

    /// <summary>What the model reads instead of its tables.</summary>
    public ImmutableArray<UnitTestInput> Given { get; internal init; } = [];

    /// <summary>What it must yield.</summary>
    public UnitTestRows Expected { get; internal init; } = new("dict", [], null);

    /// <summary>Macros and the values that they return instead.</summary>
    public IReadOnlyDictionary<string, object?> Macros { get; internal init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Variables and the values that they have instead.</summary>
    public IReadOnlyDictionary<string, object?> Vars { get; internal init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Environment variables and the values that they have instead.</summary>
    public IReadOnlyDictionary<string, object?> EnvironmentVars { get; internal init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>True where it gives the rows that the model's own table is to have.</summary>
    public bool ReadsThis => Given.Any(input => input.IsThis);
}

/// <summary>Rows that a unit test gives to its model.</summary>
/// <param name="Text">Whose rows, as written: <c>ref('x')</c>, <c>source('a', 'b')</c> or <c>this</c>.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Source">The file.</param>
/// <param name="Span">The place of the text.</param>
public sealed record UnitTestInput(string Text, UnitTestRows Rows, SourceText Source, SourceSpan Span)
{
    /// <summary>True where the rows are those of the model's own table.</summary>
    public bool IsThis => Text == "this";

    /// <summary>The node whose rows they are.</summary>
    public SqlNode? Node { get; internal set; }

    internal CapturedRead Read { get; init; }
}

/// <summary>Rows as a properties file or a fixture gives them.</summary>
/// <param name="Format"><c>dict</c>, <c>csv</c> or <c>sql</c>.</param>
/// <param name="Items">The rows, each with its values by column; empty for <c>sql</c>.</param>
/// <param name="Sql">The query of <c>sql</c>; null for the other formats.</param>
public sealed record UnitTestRows(string Format, ImmutableArray<ImmutableArray<KeyValuePair<string, object?>>> Items, string? Sql);
