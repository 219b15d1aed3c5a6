using Sluice.Hosting.Rows;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Materializations;

namespace Sluice.Hosting.Writing;

/// <summary>The tables that one function writes. Its rows lie in tables of their own, from which each of its assets takes its part.</summary>
internal sealed class OutputSet
{
    private readonly CodeAttempt _attempt;
    private readonly Dictionary<string, WritePlan> _plans;

    internal OutputSet(CodeAttempt attempt, IEnumerable<(string Name, Type Row)> outputs)
    {
        _attempt = attempt;
        _plans = outputs.Select((output, number) => (output, number)).ToDictionary(
            pair => pair.output.Name, pair => new WritePlan(attempt, RowShape.Of(pair.output.Row), $"sluice_rows_{pair.number}"), StringComparer.Ordinal);
    }

    internal WritePlan Of(string name) => _plans[name];

    /// <summary>The outputs that nothing was written to.</summary>
    internal IEnumerable<string> Missing => _plans.Where(plan => plan.Value.IsEmpty).Select(plan => plan.Key);

    /// <summary>Keeps the rows, on the connection's own thread.</summary>
    internal void Keep(CancellationToken cancel)
    {
        foreach (var statement in _plans.SelectMany(plan => Statements(TableOf(_attempt.Target, plan.Key), plan.Value.ToWrite()!.Select)))
        {
            _attempt.Session.Execute(statement, cancel);
        }
    }

    /// <summary>The table that keeps the rows of an output.</summary>
    internal static RelationName TableOf(RelationName function, string output) => new(function.Database, "sluice", $"output_{function.Identifier}__{output}");

    private IEnumerable<string> Statements(RelationName table, string select)
    {
        if (_attempt.Partitions is not { } set)
        {
            return [$"create or replace table {table} as {SqlText.Nested(select)}"];
        }

        return
        [
            $"create table if not exists {table} as {SqlText.Nested(select)} limit 0",
            $"delete from {table} where {PartitionSql.Condition(set, _attempt.Step.Step.Partition)}",
            $"insert into {table} by name {SqlText.Nested(select)}",
        ];
    }
}
