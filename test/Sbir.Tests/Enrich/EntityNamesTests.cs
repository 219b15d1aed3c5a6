using Sbir.Enrich;
using Sluice.DuckDb;

namespace Sbir.Tests.Enrich;

public sealed class EntityNamesTests : IDisposable
{
    private readonly Random _random = new(1);
    private readonly DuckDbConnection _connection = new("Data Source=:memory:");
    private readonly NormalisedName[] _names;
    private readonly NameOrder _order;

    public EntityNamesTests()
    {
        _names = [.. Enumerable.Range(0, 9_000).Select(_ => Some())];
        _order = new NameOrder(NameProfile.Recipient, _names);
        _connection.Open();
        _connection.CreateCommand("create table given (block varchar, name varchar, entity bigint)").ExecuteNonQuery();
        using (var appender = _connection.CreateAppender("given"))
        {
            foreach (var (entity, name) in _names.Index().Where(pair => !pair.Item.IsEmpty))
            {
                appender.Append(NameOrder.BlockOf(name)).Append(name.Text).Append(entity).EndRow();
            }

            appender.Complete();
        }

        _connection.CreateCommand($"create table names as {EntityNames.OrderedSql("given")}").ExecuteNonQuery();
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void The_database_puts_names_in_the_order_in_which_they_are_looked_at()
    {
        Assert.Equal(Enumerable.Range(0, _order.Count).Select(place => (_order.NameAt(place), _order.RecipientAt(place))), Read("select name, entity from names"));
        Assert.Equal(Enumerable.Range(0, _order.Count).Select(place => (_order.NameAt(place), place + 1)), Read("select name, position from names"));
    }

    [Theory]
    [InlineData(200, 1)]
    [InlineData(20, 30)]
    public void What_is_looked_at_for_a_query_is_the_same_among_the_names_around_it_as_among_all(int rounds, int queries)
    {
        for (var round = 0; round < rounds; round++)
        {
            NormalisedName[] asked = [.. Enumerable.Range(0, queries).Select(_ => Some()).Where(query => !query.IsEmpty)];

            var around = NameOrder.Of(NameProfile.Recipient, Read(EntityNames.AroundSql("names", asked)));

            Assert.All(asked, query => Assert.Equal(LookedAt(_order, query), LookedAt(around, query)));
            Assert.InRange(around.Count, 0, queries * 2 * NameOrder.MostCandidates);
        }
    }

    [Theory]
    [InlineData("b abc", "b")] // no name begins with a letter and a space, and one is this letter
    [InlineData("q", "q rest")] // a letter alone is what others begin with
    [InlineData("q rest", "q rest")]
    [InlineData("zz", null)]
    public void A_letter_alone_is_a_name_as_well_as_a_beginning(string query, string? found)
    {
        _connection.CreateCommand("create or replace table given as select * from (values ('b', 'b', 0), ('ba', 'ba', 1), ('q ', 'q rest', 2)) as t (block, name, entity)").ExecuteNonQuery();
        _connection.CreateCommand($"create or replace table names as {EntityNames.OrderedSql("given")}").ExecuteNonQuery();
        var name = new NormalisedName(NameProfile.Recipient, query);

        var around = NameOrder.Of(NameProfile.Recipient, Read(EntityNames.AroundSql("names", [name])));

        Assert.Equal(found is null ? [] : [found], LookedAt(around, name).Select(pair => pair.Name));
    }

    private static List<(string Name, int Recipient)> LookedAt(NameOrder order, NormalisedName query)
    {
        var (from, to) = order.Around(query);
        return [.. Enumerable.Range(from, to - from).Select(place => (order.NameAt(place), order.RecipientAt(place)))];
    }

    private List<(string Name, int Number)> Read(string sql)
    {
        using var reader = _connection.CreateCommand(sql).ExecuteReader();
        var rows = new List<(string, int)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), (int)reader.GetInt64(1)));
        }

        return rows;
    }

    // Few letters and short words, so that blocks are large, names are equal and some blocks are empty; letters of all lengths in UTF-8, and what is no letter.
    private NormalisedName Some() => NameProfile.Recipient.Normalise(string.Join(' ', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => new string([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Letter())]))));

    private char Letter() => _random.Next(12) switch
    {
        0 => (char)('a' + _random.Next(26)),
        1 => "3éßΩжא中가Ａ龍\uD83D\uDE00\u0301'&"[_random.Next(15)],
        _ => (char)('a' + _random.Next(2)),
    };
}
