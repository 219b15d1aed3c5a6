using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Relations;
using Sluice.Sql.UnitTests;

namespace Sluice.Sql.Context;

/// <summary>What a model sees under a unit test: given rows in the place of its tables, and values in the place of macros and variables.</summary>
/// <param name="test">The test.</param>
internal sealed class UnitTestScope(UnitTestNode test)
{
    /// <summary>What was read, in the order of the first read.</summary>
    internal List<UnitTestInput> Reads { get; } = [];

    /// <summary>The name of the expression that holds a node's rows.</summary>
    internal static string NameOf(SqlNode node) => node is SourceNode source ? $"__dbt__cte__{source.SourceName}__{source.Name}" : $"__dbt__cte__{(node as ModelNode)?.StandardAlias ?? node.Name}";

    internal bool TryGetMacro(string name, out object? value)
    {
        var has = test.Macros.TryGetValue(name, out var result);
        value = has ? new JinjaFunction(name, _ => result) : null;
        return has;
    }

    internal bool TryGetVariable(string name, out object? value) => test.Vars.TryGetValue(name, out value);

    internal string? Environment(string name) => test.EnvironmentVars.TryGetValue(name, out var value) ? JinjaValue.ToText(value) : null;

    /// <summary>The model's own table, where the test gives its rows; null where it does not.</summary>
    internal Relation? This() => test.Given.FirstOrDefault(input => input.IsThis) is { } input ? Use(input) : null;

    /// <summary>The expression that stands for a node.</summary>
    internal Relation Read(JinjaCall call, SqlNode node) =>
        test.Given.FirstOrDefault(input => input.Node == node) is { } input ? Use(input) : throw UnitTestRunErrors.NoRowsGiven(call, test, node);

    private Relation Use(UnitTestInput input)
    {
        if (!Reads.Contains(input))
        {
            Reads.Add(input);
        }

        return new Relation(null, null, NameOf(input.Node!), RelationType.Cte).WithQuoted(new RelationParts(true, true, Identifier: false));
    }
}
