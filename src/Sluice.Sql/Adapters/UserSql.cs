using System.Text.RegularExpressions;

namespace Sluice.Sql.Adapters;

/// <summary>Runs statements that the user wrote, of which the engine does not know what they do.</summary>
internal static partial class UserSql
{
    internal static QueryResult UserQuery(this ISqlSession session, string sql, CancellationToken cancel)
    {
        var result = session.Query(sql, cancel);
        Note(session, sql);
        return result;
    }

    internal static long? UserExecute(this ISqlSession session, string sql, CancellationToken cancel)
    {
        var rows = session.Execute(sql, cancel);
        Note(session, sql);
        return rows;
    }

    private static void Note(ISqlSession session, string sql)
    {
        if (CatalogWords().IsMatch(sql))
        {
            session.CatalogMayHaveChanged();
        }
    }

    [GeneratedRegex(@"\b(create|drop|alter|attach|detach|use|set|reset|import|install|load|prepare|call|pragma)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CatalogWords();
}
