using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>A node while the project is loaded, with what is only needed until then.</summary>
/// <param name="node">The node.</param>
/// <param name="capture">What its templates read.</param>
/// <param name="properties">What a properties file says about it; null where none does.</param>
internal sealed class BuiltNode(SqlNode node, ParseCapture capture, NodeProperties? properties)
{
    internal SqlNode Node { get; } = node;

    internal ParseCapture Capture { get; } = capture;

    internal NodeProperties? Properties { get; } = properties;

    /// <summary>What it reads in its first partition; null where it has no partitions or reads alike in all of them.</summary>
    internal ParseCapture? FirstPartition { get; init; }

    /// <summary>The tests that a properties file puts on it, and on which column.</summary>
    internal List<TestList> TestLists { get; } = [];

    /// <summary>True where it is left out, because what it tests is missing or switched off.</summary>
    internal bool IsDropped { get; set; }
}

/// <summary>A list of tests in a properties file.</summary>
/// <param name="Column">The column's name as the tests get it; null on the whole relation.</param>
/// <param name="Tags">The column's tags.</param>
/// <param name="Tests">The list.</param>
internal sealed record TestList(string? Column, IReadOnlyList<string> Tags, YamlSequence Tests);
