using System.Data;

namespace Sluice.DuckDb.Tests.Transactions;

public class TransactionTests
{
    [Fact]
    public void Committed_changes_are_there_and_rolled_back_ones_are_not()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");

        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute("insert into t values (1)");
            transaction.Commit();
        }

        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute("insert into t values (2)");
            transaction.Rollback();
        }

        using (connection.BeginTransaction())
        {
            connection.Execute("insert into t values (3)");
        }

        Assert.Equal(1, connection.Read<int>("select sum(i) from t"));
    }

    [Fact]
    public void Nesting_is_refused()
    {
        using var connection = Db.Open();
        using var transaction = connection.BeginTransaction();

        var error = Assert.Throws<InvalidOperationException>(() => connection.BeginTransaction());

        Assert.Equal("a transaction is active on this connection; DuckDB does not nest transactions", error.Message);
    }

    [Fact]
    public void A_statement_in_an_aborted_transaction_names_the_error_that_aborted_it()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer primary key)");
        using var transaction = connection.BeginTransaction();
        connection.Execute("insert into t values (1)");
        var cause = Assert.Throws<DuckDbException>(() => connection.Execute("insert into t values (1)"));

        var error = Assert.Throws<DuckDbException>(() => connection.Execute("select 1"));

        Assert.Equal(DuckDbErrorType.Constraint, cause.ErrorType);
        Assert.Equal(DuckDbErrorType.Transaction, error.ErrorType);
        Assert.Same(cause, error.InnerException);
        Assert.Equal($"the transaction was aborted by an earlier error ({cause.Summary}); roll it back", error.Message);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public void Committing_an_aborted_transaction_fails_instead_of_rolling_back_silently()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer primary key)");
        var transaction = connection.BeginTransaction();
        connection.Execute("insert into t values (1)");
        Assert.Throws<DuckDbException>(() => connection.Execute("insert into t values (1)"));

        var error = Assert.Throws<DuckDbException>(transaction.Commit);

        Assert.StartsWith("nothing was committed: the transaction was aborted by an earlier error (", error.Message, StringComparison.Ordinal);
        Assert.Null(transaction.Connection);
        Assert.Equal(0L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void A_commit_in_sql_fails_the_same_way()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer primary key); begin; insert into t values (1)");
        Assert.Throws<DuckDbException>(() => connection.Execute("insert into t values (1)"));

        var error = Assert.Throws<DuckDbException>(() => connection.Execute("commit"));

        Assert.StartsWith("nothing was committed", error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void An_error_before_anything_ran_does_not_abort()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");
        using var transaction = connection.BeginTransaction();
        connection.Execute("insert into t values (1)");
        Assert.Throws<DuckDbException>(() => connection.Execute("select nope from t"));
        Assert.Throws<DuckDbException>(() => connection.Execute("selec"));

        transaction.Commit();

        Assert.Equal(1L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void A_conflict_between_transactions_is_transient()
    {
        using var first = Db.Open();
        using var second = first.Duplicate();
        first.Execute("create table t (i integer); insert into t values (1)");
        using var one = first.BeginTransaction();
        using var two = second.BeginTransaction();
        first.Execute("update t set i = 2");

        var error = Assert.Throws<DuckDbException>(() => second.Execute("update t set i = 3"));

        Assert.Equal(DuckDbErrorType.Transaction, error.ErrorType);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public void A_transaction_sees_the_database_as_it_was()
    {
        using var first = Db.Open();
        using var second = first.Duplicate();
        first.Execute("create table t (i integer)");
        using var transaction = second.BeginTransaction();
        Assert.Equal(0L, second.Scalar("select count(*) from t"));

        first.Execute("insert into t values (1)");

        Assert.Equal(0L, second.Scalar("select count(*) from t"));
        Assert.Equal(IsolationLevel.Snapshot, transaction.IsolationLevel);
    }

    [Fact]
    public void A_stronger_level_than_a_snapshot_is_refused_and_a_weaker_one_is_met()
    {
        using var connection = Db.Open();

        using (var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted))
        {
            Assert.Equal(IsolationLevel.Snapshot, transaction.IsolationLevel);
        }

        Assert.Throws<NotSupportedException>(() => connection.BeginTransaction(IsolationLevel.Serializable));
    }

    [Fact]
    public void An_ended_transaction_is_refused_by_its_own_methods_and_by_commands()
    {
        using var connection = Db.Open();
        var transaction = connection.BeginTransaction();
        transaction.Commit();
        using var command = new DuckDbCommand("select 1", connection, transaction);

        Assert.Throws<InvalidOperationException>(transaction.Commit);
        Assert.Throws<InvalidOperationException>(transaction.Rollback);
        Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
        transaction.Dispose();
    }

    [Fact]
    public async Task Asynchronous_commits_and_rollbacks_do_the_same()
    {
        await using var connection = Db.Open();
        connection.Execute("create table t (i integer)");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            connection.Execute("insert into t values (1)");
            await transaction.CommitAsync();
        }

        await using (var transaction = await connection.BeginTransactionAsync())
        {
            connection.Execute("insert into t values (2)");
            await transaction.RollbackAsync();
        }

        Assert.Equal(1L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void Closing_the_connection_rolls_back()
    {
        using var connection = Db.Open();
        using var other = connection.Duplicate();
        connection.Execute("create table t (i integer)");
        connection.BeginTransaction();
        connection.Execute("insert into t values (1)");

        connection.Close();

        Assert.Equal(0L, other.Scalar("select count(*) from t"));
    }
}
