using System.Data;
using System.Data.Common;

namespace Sluice.DuckDb.Tests.Batches;

public class BatchTests
{
    private const string Endless = "select count(*) from range(100000000000) a where hash(range) = 42";

    [Fact]
    public void Commands_run_in_order_each_with_its_own_parameters()
    {
        using var connection = Db.Open();
        using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("create table t (i integer, s varchar)");
        var first = batch.BatchCommands.Add("insert into t values ($number, $name)");
        first.Parameters.AddWithValue("name", "one");
        first.Parameters.AddWithValue("number", 1);
        var second = batch.BatchCommands.Add("insert into t select i + $1, s from t; insert into t values (9, 'nine')");
        second.Parameters.AddValue(10);

        var changed = batch.ExecuteNonQuery();

        Assert.Equal(3, changed);
        Assert.Equal([-1, 1, 2], batch.BatchCommands.Select(command => command.RecordsAffected));
        Assert.Equal("1 one, 9 nine, 11 one", connection.Scalar("select string_agg(i || ' ' || s, ', ' order by i) from t"));
    }

    [Fact]
    public void The_results_of_all_commands_are_read_one_after_the_other()
    {
        using var connection = Db.Open();
        using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("create table t as select 7 as i; select i from t");
        batch.BatchCommands.Add("insert into t values (8)");
        batch.BatchCommands.Add("select max(i) as most from t; select 'x' as s");

        using var reader = batch.ExecuteReader();

        Assert.True(reader.Read());
        Assert.Equal(7, reader.GetInt32(0));
        Assert.Equal(1, reader.RecordsAffected);
        Assert.True(reader.NextResult());
        Assert.Equal("most", reader.GetName(0));
        Assert.True(reader.Read());
        Assert.Equal(8, reader.GetInt32(0));
        Assert.True(reader.NextResult());
        Assert.True(reader.Read());
        Assert.Equal("x", reader.GetString(0));
        Assert.False(reader.NextResult());
        Assert.Equal(2, reader.RecordsAffected);
        Assert.Equal([1, 1, -1], batch.BatchCommands.Select(command => command.RecordsAffected));
    }

    [Fact]
    public void Streamed_results_follow_each_other_too()
    {
        using var connection = Db.Open("Stream Results=true");
        using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("select * from range(10000)");
        batch.BatchCommands.Add("select * from range(5)");

        using var reader = batch.ExecuteReader();

        Assert.True(reader.Read());
        Assert.True(reader.NextResult());
        Assert.Equal(5, Enumerable.Range(0, 100).TakeWhile(_ => reader.Read()).Count());
    }

    [Fact]
    public void Closing_the_reader_runs_the_commands_that_are_left()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");
        using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("select 1");
        batch.BatchCommands.Add("insert into t values (1)");

        batch.ExecuteReader().Close();

        Assert.Equal(1L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void An_error_names_its_command_and_the_place_in_its_text_and_stops_the_rest()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");
        using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("insert into t values (1)");
        var wrong = batch.BatchCommands.Add("select 1;\nselect nope from t");
        batch.BatchCommands.Add("insert into t values (2)");

        var error = Assert.Throws<DuckDbException>(() => batch.ExecuteNonQuery());

        Assert.Equal(
            """
            Binder Error: Referenced column "nope" not found in FROM clause!
            Candidate bindings: "i"

            LINE 2: select nope from t
                           ^

            in command 2 of 3 of the batch
            """,
            error.Message,
            ignoreLineEndingDifferences: true);
        Assert.Same(wrong, error.BatchCommand);
        Assert.Same(wrong, ((DbException)error).BatchCommand);
        Assert.Equal((wrong.CommandText, 17), (error.Sql, error.Position));
        Assert.Equal([1, -1, -1], batch.BatchCommands.Select(command => command.RecordsAffected));
        Assert.Equal(1L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void An_error_in_the_middle_of_streamed_rows_names_its_command()
    {
        using var connection = Db.Open("Stream Results=true");
        using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("select 1");
        var late = batch.BatchCommands.Add("select if(range = 900000, error('late'), range) from range(1000000)");

        var error = Assert.Throws<DuckDbException>(() =>
        {
            using var reader = batch.ExecuteReader();
            do
            {
                while (reader.Read())
                {
                }
            }
            while (reader.NextResult());
        });

        Assert.Same(late, error.BatchCommand);
        Assert.EndsWith("in command 2 of 2 of the batch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_without_a_value_names_its_command()
    {
        using var connection = Db.Open();
        using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("select 1");
        batch.BatchCommands.Add("select $x");

        var error = Assert.Throws<InvalidOperationException>(() => batch.ExecuteNonQuery());

        Assert.Equal("command 2 of 2 of the batch: the parameter $x of the SQL has no value: the command has no parameters", error.Message);
    }

    [Fact]
    public void An_error_outside_a_batch_has_no_command()
    {
        using var connection = Db.Open();

        Assert.Null(Assert.Throws<DuckDbException>(() => connection.Execute("select nope")).BatchCommand);
    }

    [Fact]
    public void A_batch_belongs_to_the_transaction_that_is_active()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");
        using (var transaction = connection.BeginTransaction())
        {
            using var batch = new DuckDbBatch(connection, transaction);
            batch.BatchCommands.Add("insert into t values (1)");
            batch.BatchCommands.Add("insert into t values (2)");
            Assert.Equal(2, batch.ExecuteNonQuery());
            transaction.Rollback();

            Assert.Throws<InvalidOperationException>(() => batch.ExecuteNonQuery());
        }

        Assert.Equal(0L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void A_batch_runs_again_with_other_values()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");
        using var batch = connection.CreateBatch();
        var value = batch.BatchCommands.Add("insert into t values ($1)").Parameters.AddValue(0);
        batch.Prepare();

        for (var round = 1; round <= 3; round++)
        {
            value.Value = round;
            Assert.Equal(1, batch.ExecuteNonQuery());
        }

        Assert.Equal(6, connection.Read<int>("select sum(i) from t"));
    }

    [Fact]
    public void Preparing_names_the_command_that_is_wrong()
    {
        using var connection = Db.Open();
        using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("select 1");
        batch.BatchCommands.Add("select nope");

        var error = Assert.Throws<DuckDbException>(() => batch.Prepare());

        Assert.Same(batch.BatchCommands[1], error.BatchCommand);
    }

    [Fact]
    public async Task Cancelling_the_token_ends_the_batch()
    {
        await using var connection = Db.Open();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("create table t (i integer)");
        batch.BatchCommands.Add(Endless);
        batch.BatchCommands.Add("insert into t values (1)");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batch.ExecuteNonQueryAsync(cancel.Token).WaitAsync(TimeSpan.FromSeconds(5)));

        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Equal(0L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void A_batch_over_its_time_says_which_command_took_it()
    {
        using var connection = Db.Open();
        using var batch = connection.CreateBatch();
        batch.BatchCommands.Add("select 1");
        batch.BatchCommands.Add(Endless);
        batch.Timeout = 1;

        var error = Assert.Throws<DuckDbException>(() => batch.ExecuteScalar() is 1 ? batch.ExecuteNonQuery() : 0);

        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Same(batch.BatchCommands[1], error.BatchCommand);
    }

    [Fact]
    public async Task Code_that_knows_no_provider_uses_batches_too()
    {
        await using var source = DuckDbProviderFactory.Instance.CreateDataSource("Data Source=:memory:");
        Assert.True(DuckDbProviderFactory.Instance.CanCreateBatch);
        await using var batch = source.CreateBatch();
        var command = DuckDbProviderFactory.Instance.CreateBatchCommand();
        Assert.True(command.CanCreateParameter);
        var parameter = command.CreateParameter();
        parameter.Value = 41;
        command.CommandText = "select $1 + 1";
        command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(batch.CreateBatchCommand());
        batch.BatchCommands[1].CommandText = "select 'second'";

        await using var reader = await batch.ExecuteReaderAsync();

        Assert.True(await reader.ReadAsync());
        Assert.Equal(42, reader.GetInt32(0));
        Assert.True(await reader.NextResultAsync());
        Assert.True(await reader.ReadAsync());
        Assert.Equal("second", reader.GetString(0));
        await using DbConnection connection = new DuckDbConnection();
        Assert.True(connection.CanCreateBatch);
        await using var other = connection.CreateBatch();
        Assert.Same(connection, other.Connection);
        await using var made = DuckDbProviderFactory.Instance.CreateBatch();
        Assert.Null(made.Connection);
    }

    [Fact]
    public void What_cannot_run_is_said_before_anything_runs()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");
        using var batch = connection.CreateBatch();
        Assert.Equal("the batch has no commands", Assert.Throws<InvalidOperationException>(() => batch.ExecuteNonQuery()).Message);
        batch.BatchCommands.Add("insert into t values (1)");
        batch.BatchCommands.Add(" ");

        Assert.Equal("command 2 of the batch has no text", Assert.Throws<InvalidOperationException>(() => batch.ExecuteNonQuery()).Message);
        using var alone = new DuckDbBatch();
        alone.BatchCommands.Add("select 1");
        Assert.Equal("the batch has no connection", Assert.Throws<InvalidOperationException>(() => alone.ExecuteNonQuery()).Message);
        Assert.Throws<NotSupportedException>(() => batch.BatchCommands[0].CommandType = CommandType.StoredProcedure);
        Assert.Equal(0L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void The_list_of_commands_is_a_list()
    {
        using var batch = new DuckDbBatch();
        var commands = batch.BatchCommands;
        var (first, second) = (commands.Add("select 1"), new DuckDbBatchCommand("select 2"));
        commands.Insert(0, second);

        Assert.Equal([second, first], commands);
        Assert.Equal((1, true), (commands.IndexOf(first), commands.Contains(second)));
        Assert.True(commands.Remove(second));
        Assert.False(commands.Remove(second));
        commands[0] = second;
        commands.RemoveAt(0);
        Assert.Empty(commands);
        Assert.Throws<ArgumentNullException>(() => commands.Add((DbBatchCommand)null!));
    }
}
