using System.Text.RegularExpressions;

namespace Sluice.Sql.Adapters;

/// <summary>Runs statements that the user wrote, of which the engine does not know what they do.</summary>
internal static partial class UserSql
{
    internal static QueryResult UserQuery(this ISqlSession session, string sql, CancellationToken cancel)
    {
        var result = OneByOne(session, sql, session.Query, cancel);
        Note(session, sql);
        return result;
    }

    internal static long? UserExecute(this ISqlSession session, string sql, CancellationToken cancel)
    {
        var rows = OneByOne(session, sql, session.Execute, cancel);
        Note(session, sql);
        return rows;
    }

    // DuckDB says where an error is only where the text has a single statement.
    private static T OneByOne<T>(ISqlSession session, string sql, Func<string, CancellationToken, T> last, CancellationToken cancel)
    {
        var statements = SqlStatements.Split(sql);
        for (var i = 0; i < statements.Count - 1; i++)
        {
            At(sql, statements[i], one => session.Execute(one, cancel));
        }

        return statements.Count > 0 ? At(sql, statements[^1], one => last(one, cancel)) : last(sql, cancel);
    }

    private static T At<T>(string all, (int Start, string Sql) statement, Func<string, T> run)
    {
        try
        {
            return run(statement.Sql);
        }
        catch (DatabaseException error)
        {
            var atEnd = error.Detail.Contains("at end of input", StringComparison.Ordinal);
            var place = statement.Start + (error.Position ?? (atEnd ? statement.Sql.Length : 0));
            throw new DatabaseException(error.Kind, error.Detail, all, place, error.IsTransient, error);
        }
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
