namespace Sluice.DuckDb.Tests.Interrupts;

public class ProgressTests
{
    private const string Endless = "select count(*) from range(100000000000) a where hash(range) = 42";

    [Fact]
    public async Task Asking_allocates_nothing_and_does_not_wait_for_the_query()
    {
        await using var connection = Db.Open();
        await using var command = connection.CreateCommand(Endless);
        using var cancel = new CancellationTokenSource();
        var running = command.ExecuteScalarAsync(cancel.Token);
        Assert.True(SpinWait.SpinUntil(() => connection.QueryProgress is not null, TimeSpan.FromSeconds(20)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var asked = 0;
        for (; asked < 100_000 && connection.QueryProgress is not null; asked++)
        {
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal((100_000, 0L), (asked, allocated));
    }

    [Fact]
    public void Other_threads_may_ask_while_queries_start_and_end_and_connections_open_and_close()
    {
        using var shared = new DuckDbConnection("Data Source=:memory:progress");
        var (ended, answers) = (false, 0L);
        var wrong = new List<string>();
        var askers = Enumerable.Range(0, 2).Select(_ => new Thread(Ask)).ToList();
        askers.ForEach(asker => asker.Start());

        for (var round = 0; round < 100; round++)
        {
            shared.Open();
            shared.Scalar("select sum(i) from range(200000) t(i)");
            Assert.Throws<DuckDbException>(() => shared.Execute("select error('x')"));
            using var command = shared.CreateCommand("select * from range(10000)");
            command.StreamResult = true;
            using var reader = command.ExecuteReader();
            Assert.True(reader.Read());
            shared.Close();
        }

        Volatile.Write(ref ended, true);
        askers.ForEach(asker => asker.Join());
        Assert.Empty(wrong);
        Assert.True(answers > 0, "the threads have never met a running query");
        Assert.Null(shared.QueryProgress);

        void Ask()
        {
            while (!Volatile.Read(ref ended))
            {
                try
                {
                    if (shared.QueryProgress is { } progress)
                    {
                        Interlocked.Increment(ref answers);
                        Assert.InRange(progress.Percentage ?? 0, 0, 100);
                        Assert.True(progress.RowsProcessed >= 0 && progress.TotalRows >= 0);
                    }
                }
                catch (Exception error)
                {
                    lock (wrong)
                    {
                        wrong.Add(error.ToString());
                    }

                    return;
                }
            }
        }
    }

    [Fact]
    public async Task A_timer_sees_a_query_move_from_its_start_to_its_end()
    {
        await using var connection = Db.Open();
        connection.Execute("create table t as select range i from range(2000000)");
        await using var command = connection.CreateCommand("select sum(length(md5(md5(md5(md5(i::varchar)))))) from t");
        var seen = new List<DuckDbQueryProgress>();
        await using (var timer = new Timer(
            _ =>
            {
                if (connection.QueryProgress is { } progress)
                {
                    lock (seen)
                    {
                        seen.Add(progress);
                    }
                }
            },
            null,
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(5)))
        {
            Assert.Equal((Int128)64_000_000, await command.ExecuteScalarAsync());
        }

        Assert.Null(connection.QueryProgress);
        Assert.True(seen.Count > 1);
        Assert.Contains(seen, progress => progress.Percentage is > 0 and <= 100 && progress.RowsProcessed > 0);
        Assert.True(seen.Max(progress => progress.RowsProcessed) <= seen.Max(progress => progress.TotalRows));
    }
}
