using Sluice.Sql.Adapters;

namespace Sluice.Sql.Tests.Adapters;

public sealed class SqlStatementsTests
{
    [Theory]
    [InlineData("select 1", "0 select 1")]
    [InlineData("select 1;", "0 select 1")]
    [InlineData(" select 1 ;\n select 2 ", "1 select 1|13 select 2")]
    [InlineData("select ';'; select 2", "0 select ';'|12 select 2")]
    [InlineData("select 'it''s; fine'; select 2", "0 select 'it''s; fine'|22 select 2")]
    [InlineData("select e'\\'; '; select 2", "0 select e'\\'; '|16 select 2")]
    [InlineData("select \"a;b\" from t; select 2", "0 select \"a;b\" from t|21 select 2")]
    [InlineData("select $$ ; $$; select 2", "0 select $$ ; $$|16 select 2")]
    [InlineData("select $x$ ; $$ ; $x$; select $1; select 3", "0 select $x$ ; $$ ; $x$|23 select $1|34 select 3")]
    [InlineData("-- a; b\nselect 1; /* ; /* ; */ ; */ select 2; -- c; d", "0 -- a; b\nselect 1|18 /* ; /* ; */ ; */ select 2")]
    [InlineData("select 1 -- no; end", "0 select 1 -- no; end")]
    [InlineData("select 'open; select 2", "0 select 'open; select 2")]
    [InlineData("select a$b; select c$b", "0 select a$b|12 select c$b")]
    public void A_text_falls_into_its_statements(string sql, string expected) =>
        Assert.Equal(expected, string.Join('|', SqlStatements.Split(sql).Select(statement => $"{statement.Start} {statement.Sql}")));

    [Theory]
    [InlineData("")]
    [InlineData(" ;; \n")]
    [InlineData("-- nothing; here")]
    [InlineData("/* nothing; here */ ; -- nor here")]
    public void A_text_without_statements_is_blank(string sql)
    {
        Assert.Empty(SqlStatements.Split(sql));
        Assert.True(SqlStatements.IsBlank(sql));
    }

    [Fact]
    public void Whatever_the_text_the_pieces_are_where_they_are_said_to_be()
    {
        var random = new Random(11);
        const string Letters = "ab1 ;;'\"$$-/*\n\\eE_";
        for (var round = 0; round < 20000; round++)
        {
            var sql = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Letters[random.Next(Letters.Length)]));

            var statements = SqlStatements.Split(sql);

            Assert.All(statements, statement => Assert.Equal(statement.Sql, sql.Substring(statement.Start, statement.Sql.Length)));
            Assert.Equal(statements.Count == 0, SqlStatements.IsBlank(sql));
        }
    }
}
