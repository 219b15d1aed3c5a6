using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Materializations;

namespace Sluice.Hosting.Writing;

/// <summary>Rows of a query in a temporary table of the attempt's connection, which goes with the attempt.</summary>
internal static class StagedQuery
{
    internal static async Task<string> CreateAsync(CodeAttempt attempt, string name, string sql, CancellationToken cancel)
    {
        var table = new RelationName("temp", "main", $"sluice_stage_{name}");
        attempt.CleanUp.Add($"drop table if exists {table}");
        await attempt.Session.RunAsync(() => attempt.Session.Execute($"create or replace temp table {RelationName.Quote(table.Identifier)} as {SqlText.Body(sql)}", cancel), cancel);
        return table.ToString();
    }
}
