using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Tests.Connections;

/// <summary>Counts native objects of the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

[Collection(nameof(AloneCollection))]
public class LeakAndStressTests
{
    [Fact]
    public async Task Nothing_native_is_left_when_everything_is_disposed()
    {
        await UseEverything(round: 0); // what lives as long as the process is made now
        Collect();
        var before = NativeHandle.Live;

        for (var round = 1; round < 20; round++)
        {
            await UseEverything(round);
        }

        Assert.Equal(before, NativeHandle.Live);
    }

    [Fact]
    public async Task Closing_a_connection_frees_what_was_left_open_on_it()
    {
        Collect();
        var before = NativeHandle.Live;
        var connection = Db.Open();
        var command = connection.CreateCommand("select * from range(10000)");
        var reader = command.ExecuteReader();
        reader.Read();
        connection.Execute("create table t (i integer)");
        var appender = connection.CreateAppender("t");
        appender.Append(1).EndRow();
        await using var kept = connection.CreateCommand("select 1");
        await kept.PrepareAsync();

        connection.Close();

        Assert.Equal(before, NativeHandle.Live);
        GC.KeepAlive((reader, appender, command));
    }

    [Fact]
    public async Task Separate_connections_work_at_the_same_time()
    {
        const int Workers = 8;
        const int Rows = 200;
        await using var first = Db.Open();
        first.Execute("create table t (worker integer, i integer)");

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async worker =>
        {
            await using var connection = first.Duplicate();
            await using var insert = connection.CreateCommand("insert into t values ($worker, $i)");
            insert.Parameters.AddWithValue("worker", worker);
            var number = insert.Parameters.AddWithValue("i", 0);
            for (var row = 0; row < Rows; row++)
            {
                number.Value = row;
                Assert.Equal(1, await insert.ExecuteNonQueryAsync());
                if (row % 20 == 0)
                {
                    await using var count = connection.CreateCommand("select count(*) from t where worker = ?");
                    count.Parameters.AddValue(worker);
                    Assert.Equal(row + 1L, await count.ExecuteScalarAsync());
                }
            }
        }));

        Assert.Equal((long)Workers * Rows, first.Scalar("select count(distinct (worker, i)) from t"));
    }

    private static async Task UseEverything(int round)
    {
        await using var connection = Db.Open($"Data Source=:memory:leak{round}");
        connection.Execute("create table t (i integer, l varchar[], s struct(a date)); insert into t values (1, ['x'], {'a': date '2024-01-01'})");
        await using (var command = connection.CreateCommand("insert into t values ($1, $2, $3)"))
        {
            command.Parameters.AddValue(round);
            command.Parameters.AddValue(new List<string> { "a", "b" });
            command.Parameters.AddValue(new Dictionary<string, object?> { ["a"] = new DateOnly(2024, 1, 1) });
            await command.ExecuteNonQueryAsync();
            await command.ExecuteNonQueryAsync();
        }

        await using (var command = connection.CreateCommand("select * from t; select * from range(5000)"))
        {
            command.StreamResult = round % 2 == 0;
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            _ = reader.GetValue(1);
            await reader.NextResultAsync();
            await reader.ReadAsync();
        }

        using (var appender = connection.CreateAppender("t"))
        {
            appender.AppendRow(1, null, null);
            appender.Complete();
        }

        using (connection.BeginTransaction())
        {
            Assert.Throws<DuckDbException>(() => connection.Execute("select nope"));
            Assert.Throws<DuckDbException>(() => connection.Execute("select error('x')"));
        }

        await using (var source = new DuckDbDataSource("Data Source=:memory:"))
        await using (var batch = round % 2 == 0 ? connection.CreateBatch() : source.CreateBatch())
        {
            batch.BatchCommands.Add("select $1").Parameters.AddValue(round);
            batch.BatchCommands.Add("select * from range(5000)");
            await using (var reader = await batch.ExecuteReaderAsync())
            {
                await reader.NextResultAsync();
                await reader.ReadAsync();
            }

            batch.BatchCommands.Add("select nope");
            await Assert.ThrowsAsync<DuckDbException>(() => batch.ExecuteNonQueryAsync());
        }

        Assert.Throws<DuckDbException>(() => connection.Execute("selec"));
        Assert.Throws<DuckDbException>(() => connection.CreateAppender("nowhere"));
        using var chunks = connection.CreateCommand("select * from range(5000)");
        using var rows = chunks.ExecuteReader();
        rows.ReadChunk()!.Dispose();
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
