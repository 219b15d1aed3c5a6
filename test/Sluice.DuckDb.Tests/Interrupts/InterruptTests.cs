using System.Diagnostics;

namespace Sluice.DuckDb.Tests.Interrupts;

public class InterruptTests
{
    private const string Endless = "select count(*) from range(100000000000) a where hash(range) = 42";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Cancelling_the_token_ends_the_query_within_a_second()
    {
        await using var connection = Db.Open();
        await using var command = connection.CreateCommand(Endless);
        using var cancel = new CancellationTokenSource();
        var running = command.ExecuteScalarAsync(cancel.Token);
        await WaitUntilRunning(connection);

        var start = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.True(Stopwatch.GetElapsedTime(start) < Soon);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Equal(1, connection.Scalar("select 1"));
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_starts_nothing()
    {
        await using var connection = Db.Open();
        await using var command = connection.CreateCommand("create table t (i integer)");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteNonQueryAsync(new CancellationToken(canceled: true)));

        Assert.Equal(0L, connection.Scalar("select count(*) from duckdb_tables()"));
    }

    [Fact]
    public void A_command_that_runs_over_its_time_is_interrupted()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand(Endless);
        command.CommandTimeout = 1;

        var start = Stopwatch.GetTimestamp();
        var error = Assert.Throws<DuckDbException>(() => command.ExecuteScalar());

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        Assert.Equal("the command was interrupted after its CommandTimeout of 1 s", error.Message);
        Assert.Equal(DuckDbErrorType.Interrupt, error.ErrorType);
        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public async Task The_time_limit_of_the_connection_string_holds_too()
    {
        await using var connection = Db.Open("Command Timeout=1");
        await using var command = connection.CreateCommand(Endless);

        var error = await Assert.ThrowsAsync<DuckDbException>(() => command.ExecuteReaderAsync());

        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public async Task Another_thread_can_interrupt_a_blocking_call()
    {
        await using var connection = Db.Open();
        await using var command = connection.CreateCommand(Endless);
        var interrupter = new Thread(() =>
        {
            SpinWait.SpinUntil(() => connection.QueryProgress is not null);
            connection.Interrupt();
        });
        interrupter.Start();

        var error = Assert.Throws<DuckDbException>(() => command.ExecuteScalar());

        interrupter.Join();
        Assert.Equal(DuckDbErrorType.Interrupt, error.ErrorType);
        Assert.Null(error.InnerException);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public void An_interrupt_while_nothing_runs_does_not_hit_the_next_command()
    {
        using var connection = Db.Open();

        connection.Interrupt();

        Assert.Equal(1, connection.Scalar("select 1"));
    }

    [Fact]
    public async Task A_cancel_that_comes_before_the_query_has_begun_is_not_lost()
    {
        await using var connection = Db.Open();
        for (var round = 0; round < 50; round++)
        {
            await using var command = connection.CreateCommand(Endless);
            using var cancel = new CancellationTokenSource();
            var running = command.ExecuteScalarAsync(cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(5)));
        }
    }

    [Fact]
    public async Task Waiting_for_streamed_rows_can_be_cancelled()
    {
        await using var connection = Db.Open();
        await using var command = connection.CreateCommand("select range from range(100000000000) where range < 1000000 or hash(range) = 42");
        command.StreamResult = true;
        using var cancel = new CancellationTokenSource();
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        while (rows < 500_000 && await reader.ReadAsync())
        {
            rows++;
        }

        cancel.CancelAfter(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAll(reader, cancel.Token).WaitAsync(TimeSpan.FromSeconds(5)));
        await reader.CloseAsync();
        Assert.Equal(1, connection.Scalar("select 1"));
    }

    [Fact]
    public async Task Waiting_for_the_first_streamed_row_can_be_cancelled()
    {
        await using var connection = Db.Open();
        await using var command = connection.CreateCommand("select range from range(100000000000) where hash(range) = 42");
        command.StreamResult = true;
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteReaderAsync(cancel.Token).WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task An_asynchronous_call_does_not_block_its_caller()
    {
        await using var connection = Db.Open();
        await using var command = connection.CreateCommand(Endless);
        using var cancel = new CancellationTokenSource();

        var start = Stopwatch.GetTimestamp();
        var running = command.ExecuteNonQueryAsync(cancel.Token);
        var returned = Stopwatch.GetElapsedTime(start);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(returned < Soon);
    }

    [Fact]
    public async Task Progress_rises_while_a_query_runs_and_is_null_when_none_does()
    {
        await using var connection = Db.Open();
        connection.Execute("create table t as select range i from range(3000000)");
        await using var command = connection.CreateCommand("select sum(length(md5(md5(md5(md5(md5(md5(md5(md5(i::varchar)))))))))) from t");
        using var cancel = new CancellationTokenSource();
        Assert.Null(connection.QueryProgress);

        var running = command.ExecuteScalarAsync(cancel.Token);
        var seen = SpinWait.SpinUntil(() => running.IsCompleted || connection.QueryProgress is { Percentage: > 0, TotalRows: > 0 }, TimeSpan.FromSeconds(20));
        var atWork = !running.IsCompleted;
        await cancel.CancelAsync();

        Assert.True(seen && atWork);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Null(connection.QueryProgress);
    }

    [Fact]
    public async Task A_second_call_while_one_runs_is_refused()
    {
        await using var connection = Db.Open();
        await using var command = connection.CreateCommand(Endless);
        using var cancel = new CancellationTokenSource();
        var running = command.ExecuteScalarAsync(cancel.Token);
        await WaitUntilRunning(connection);

        var error = Assert.Throws<InvalidOperationException>(() => connection.Scalar("select 1"));

        Assert.StartsWith("the connection is already running a command", error.Message, StringComparison.Ordinal);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Closing_the_connection_ends_what_runs_on_it()
    {
        var connection = Db.Open();
        await using var command = connection.CreateCommand(Endless);
        var running = command.ExecuteScalarAsync();
        await WaitUntilRunning(connection);

        connection.Close();

        await Assert.ThrowsAnyAsync<Exception>(() => running.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.True(running.IsFaulted);
    }

    private static async Task ReadAll(DuckDbDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
        }
    }

    private static async Task WaitUntilRunning(DuckDbConnection connection)
    {
        while (connection.QueryProgress is null)
        {
            await Task.Yield();
        }
    }
}
