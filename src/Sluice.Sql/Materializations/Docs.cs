using System.Text;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>Writes descriptions into the database, where <c>persist_docs</c> asks for it.</summary>
internal static class Docs
{
    internal static void Persist(BuildRequest request, CatalogKind kind)
    {
        if (request.Config.GetMap("persist_docs") is not { } wanted)
        {
            return;
        }

        var sql = new StringBuilder();
        if (wanted.GetValueOrDefault("relation") is true && request.Node.Description.Length > 0)
        {
            sql.Append("comment on ").Append(kind == CatalogKind.View ? "view " : "table ").Append(request.Target).Append(" is ")
                .Append(SqlText.Literal(request.Node.Description)).Append(";\n");
        }

        if (wanted.GetValueOrDefault("columns") is true)
        {
            AppendColumns(sql, request);
        }

        if (sql.Length > 0)
        {
            request.Run(sql.ToString());
        }
    }

    private static void AppendColumns(StringBuilder sql, BuildRequest request)
    {
        var described = request.Columns.Where(column => column.Description.Length > 0).ToList();
        if (described.Count == 0)
        {
            return;
        }

        // A described column that the query does not have is none of the database's business.
        var existing = request.Session.GetColumns(request.Target, request.Cancel);
        foreach (var column in described)
        {
            if (existing.FirstOrDefault(found => string.Equals(found.Name, column.Name, StringComparison.OrdinalIgnoreCase)) is { } match)
            {
                sql.Append("comment on column ").Append(request.Target).Append('.').Append(SqlText.Quote(match.Name)).Append(" is ")
                    .Append(SqlText.Literal(column.Description)).Append(";\n");
            }
        }
    }
}
