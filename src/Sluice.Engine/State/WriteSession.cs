using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>The statements that write an event and what follows from it. Used by the writer's thread alone.</summary>
internal sealed class WriteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private bool _inTransaction;

    /// <summary>Begins a transaction and takes the right to write at once.</summary>
    internal void Begin()
    {
        // Statements that are prepared once: the library's own transactions are parsed each time.
        Execute("begin immediate");
        _inTransaction = true;
    }

    internal void Commit()
    {
        Execute("commit");
        _inTransaction = false;
    }

    /// <summary>Takes back what was written since the transaction began; nothing where none did.</summary>
    internal void Rollback()
    {
        if (!_inTransaction)
        {
            return;
        }

        _inTransaction = false;
        try
        {
            Execute("rollback");
        }
        catch (SqliteException)
        {
            // Some errors, such as a full disk, have ended the transaction already.
        }
    }

    internal void Append(IReadOnlyList<RunEvent> happened)
    {
        foreach (var one in happened)
        {
            Append(one);
        }
    }

    /// <summary>Appends an event and brings runs, steps and durations up to date.</summary>
    internal void Append(RunEvent happened)
    {
        Execute(
            "insert into events (run, at, kind, data) values ($1, $2, $3, $4)",
            happened.Run.ToString(), Micros(happened.At), happened.GetType().Name, JsonSerializer.Serialize(happened, RunEventJson.Default.RunEvent));
        Projection.Apply(this, happened);
    }

    /// <summary>True where the run goes on.</summary>
    internal bool IsActive(RunId run) =>
        Scalar("select 1 from runs where run = $1 and status = 'running'", run.ToString()) is not null;

    /// <summary>The run that goes on, the oldest where there are several; null for none.</summary>
    internal ActiveRun? FindActive() =>
        Query("select run, host, process_id, process_start, (select max(at) from events where events.run = runs.run and kind in ('RunStarted', 'RunResumed')) from runs where status = 'running' order by started_at limit 1") is [var row]
            ? new ActiveRun(new RunId(Guid.Parse((string)row[0])), new RunOwner((string)row[1], (int)(long)row[2], (string)row[3]), RunStore.Moment((long)row[4]))
            : null;

    /// <summary>Runs a statement with the parameters $1, $2, …; it is prepared once.</summary>
    internal int Execute(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row; null where there is none.</summary>
    internal object? Scalar(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteScalar();

    /// <summary>All rows, read at once.</summary>
    internal List<object[]> Query(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Command(sql, values).ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }

    /// <summary>A moment as microseconds since 1970.</summary>
    internal static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>A span as microseconds.</summary>
    internal static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A partition as the tables hold it: empty for none.</summary>
    internal static string Text(PartitionKey partition) => partition.Text ?? "";

    /// <summary>An enum's value as the tables hold it.</summary>
    internal static string Text<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this folder.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var index = 1; index <= values.Length; index++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + index.ToString(CultureInfo.InvariantCulture) });
            }

            _commands.Add(sql, command);
        }

        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return command;
    }
}
