using System.Collections.Immutable;
using Sluice.Partitions;
using Sluice.Sql.Code;

namespace Sluice.Sql.Nodes;

/// <summary>A data test: a query whose rows are failures.</summary>
public sealed class TestNode : SqlNode
{
    /// <inheritdoc/>
    public override string ResourceType => "test";

    /// <summary>What kind of test and with which arguments; null for a test in a file of its own.</summary>
    public GenericTest? Generic { get; internal init; }

    /// <summary>The code that judges; null where a query does.</summary>
    public CodeCheck? Code { get; internal init; }

    /// <summary>True for a test in a file of its own.</summary>
    public bool IsSingular => Generic is null;

    /// <summary>The column that it is attached to; null where it is on the whole relation.</summary>
    public string? ColumnName { get; internal init; }

    /// <summary>The node of the properties file that it is attached to; null for a singular test.</summary>
    public string? AttachedNode { get; internal set; }

    /// <summary><c>models.orders</c>, <c>sources.raw</c>…; null for a singular test.</summary>
    public string? FileKeyName { get; internal init; }

    /// <summary>The same test, over the rows of one partition at a time.</summary>
    internal TestNode In(PartitionSet partitions)
    {
        var copy = (TestNode)MemberwiseClone();
        copy.Partitions = partitions;
        return copy;
    }
}

/// <summary>A test as a properties file calls it.</summary>
/// <param name="Name">The test's name without package, such as <c>not_null</c>.</param>
/// <param name="Namespace">The package that defines it; null where it is the project's own or built in.</param>
/// <param name="Arguments">The arguments as written, <c>model</c> and <c>column_name</c> included, in order.</param>
public sealed record GenericTest(string Name, string? Namespace, ImmutableArray<KeyValuePair<string, object?>> Arguments);
