using Sluice.Cli.Projects;
using Sluice.Sql.Adapters;

namespace Sluice.Cli.Scenarios;

/// <summary>The rows of the report that sluice.yml prints when a run has ended.</summary>
internal static class PrintedReport
{
    /// <summary>The rows of the first such report; null where there is none, or where its model was never built.</summary>
    internal static async Task<QueryResult?> ReadAsync(ProjectSession session, CancellationToken cancellationToken)
    {
        if (session.Project.Settings?.Reports.FirstOrDefault(report => report.Prints) is not { } report
            || session.Project.FindByName(report.Model) is not { DeclaredRows: { } rows, Relation: { } relation })
        {
            return null;
        }

        var adapter = await session.OpenDatabaseAsync(cancellationToken);
        await using var connection = await adapter.OpenSessionAsync(cancellationToken);
        return await connection.RunAsync(
            () => connection.GetRelation(new RelationName(relation.Database!, relation.Schema!, relation.Identifier!)) is null
                ? null
                : connection.Query($"select * from {rows.Render()}", cancellationToken),
            cancellationToken);
    }
}
