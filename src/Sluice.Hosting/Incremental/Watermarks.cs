using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Materializations;

namespace Sluice.Hosting.Incremental;

/// <summary>How far sources were read, by step and name.</summary>
internal static class Watermarks
{
    internal static Task<string?> ReadAsync(CodeAttempt attempt, string name, CancellationToken cancel) => attempt.Session.RunAsync(
        () => attempt.FullRefresh || attempt.Session.Query($"select 1 from duckdb_tables() where schema_name = 'sluice' and table_name = 'watermarks' and database_name = {SqlText.Literal(attempt.Target.Database)}", cancel).Rows.IsEmpty
            ? null
            : attempt.Session.Query($"select max(mark) from {Table(attempt)} where {Condition(attempt, name)}", cancel).Scalar as string,
        cancel);

    internal static IEnumerable<string> Statements(CodeAttempt attempt, string name, string value) =>
    [
        $"create table if not exists {Table(attempt)} (step varchar, name varchar, mark varchar)",
        $"delete from {Table(attempt)} where {Condition(attempt, name)}",
        $"insert into {Table(attempt)} values ({SqlText.Literal(attempt.Step.Step.ToString())}, {SqlText.Literal(name)}, {SqlText.Literal(value)})",
    ];

    private static RelationName Table(CodeAttempt attempt) => new(attempt.Target.Database, "sluice", "watermarks");

    private static string Condition(CodeAttempt attempt, string name) => $"step = {SqlText.Literal(attempt.Step.Step.ToString())} and name = {SqlText.Literal(name)}";
}
