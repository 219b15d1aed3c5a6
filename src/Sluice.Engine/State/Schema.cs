using Microsoft.Data.Sqlite;

namespace Sluice.Engine.State;

/// <summary>The tables of the state store, as the steps that made them: a file of any older format is brought up to the last one.</summary>
internal static class Schema
{
    // A step is never edited after a release; a change is a new step at the end.
    private static readonly string[] Steps =
    [
        """
        create table events (
            seq integer primary key,
            run text not null,
            at integer not null,
            kind text not null,
            data text not null);
        create index events_by_run on events (run, seq);
        create table runs (
            run text primary key,
            title text,
            status text not null,
            message text,
            host text not null,
            process_id integer not null,
            process_start text not null,
            started_at integer not null,
            seen_at integer not null,
            ended_at integer,
            repaired integer not null default 1) without rowid;
        create table steps (
            run text not null,
            asset text not null,
            partition text not null,
            status text,
            attempts integer not null,
            started_at integer,
            ended_at integer,
            duration integer,
            rows integer,
            message text,
            details text,
            code_version text,
            input_version text,
            fingerprint text,
            recovered integer not null default 0,
            primary key (run, asset, partition)) without rowid;
        create table durations (
            asset text not null,
            partition text not null,
            duration integer not null,
            primary key (asset, partition)) without rowid;
        """,
        """
        create table verdicts (
            run text not null,
            asset text not null,
            partition text not null,
            place integer not null,
            rule text not null,
            kind text not null,
            status text not null,
            value real,
            baseline real,
            message text not null,
            accepted integer not null,
            at integer not null,
            data text not null,
            primary key (run, asset, partition, place)) without rowid;
        create index verdicts_by_rule on verdicts (rule, at);
        """,
        "alter table runs add column cancel_requested integer not null default 0;",
        """
        create table checkpoints (
            event integer primary key,
            run text not null,
            at integer not null,
            stage text not null,
            partition text not null,
            database text not null,
            target text not null,
            scenario text,
            hash text not null,
            tables integer not null,
            rows integer not null,
            files text not null);
        create index checkpoints_by_place on checkpoints (database, partition, stage, event);
        """,
    ];

    internal static void Migrate(SqliteConnection connection, string path)
    {
        // WAL keeps readers and the writer out of each other's way; NORMAL survives the end of the process, which is what is promised.
        Execute(connection, "pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = normal;");
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Version(connection, transaction);
        if (version > Steps.Length)
        {
            throw StoreErrors.NewerVersion(path, version);
        }

        for (; version < Steps.Length; version++)
        {
            Execute(connection, Steps[version], transaction);
            Execute(connection, $"pragma user_version = {version + 1}", transaction);
        }

        transaction.Commit();
    }

    private static long Version(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "pragma user_version";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The texts stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
