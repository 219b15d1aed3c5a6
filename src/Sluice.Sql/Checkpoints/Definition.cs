using Sluice.Sql.Adapters;

namespace Sluice.Sql.Checkpoints;

/// <summary>The statement that made a relation, as the database tells it; its name can be exchanged.</summary>
internal static class Definition
{
    /// <summary>The statement for another name: <c>create table a (…)</c> becomes <c>create or replace table b (…)</c>.</summary>
    internal static string For(string statement, RelationName name)
    {
        var kind = statement.StartsWith("CREATE VIEW ", StringComparison.OrdinalIgnoreCase) ? "view" : "table";
        return $"create or replace {kind} {name}{statement[EndOfName(statement, $"CREATE {kind} ".Length)..]}";
    }

    private static int EndOfName(string statement, int start)
    {
        var quoted = false;
        for (var at = start; at < statement.Length; at++)
        {
            quoted ^= statement[at] == '"';
            if (!quoted && statement[at] is ' ' or '(')
            {
                return at;
            }
        }

        return statement.Length;
    }
}
