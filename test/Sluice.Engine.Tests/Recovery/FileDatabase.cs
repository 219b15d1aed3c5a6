using System.Globalization;
using Microsoft.Data.Sqlite;
using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Recovery;

/// <summary>A database on disk that commits a step's rows and its marker in one transaction, and keeps every marker ever written.</summary>
internal sealed class FileDatabase : ICommitStore, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    internal FileDatabase(string folder)
    {
        SQLitePCL.Batteries.Init();
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "data.db")};Pooling=False");
        _connection.Open();
        Execute(
            """
            pragma journal_mode = wal;
            create table if not exists rows (step text primary key, content text not null);
            create table if not exists commits (
                seq integer primary key, asset text, partition text, run text, attempt integer, code text, input text, fingerprint text);
            """);
    }

    public Task<IReadOnlyDictionary<StepKey, CommitMarker>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "select asset, partition, run, attempt, code, input, fingerprint, seq from commits order by seq";
            using var reader = command.ExecuteReader();
            var markers = new Dictionary<StepKey, CommitMarker>();
            while (reader.Read())
            {
                var step = new StepKey(new AssetKey(reader.GetString(0)), new PartitionKey(reader.IsDBNull(1) ? null : reader.GetString(1)));
                markers[step] = new CommitMarker(
                    step, new RunId(Guid.Parse(reader.GetString(2))), reader.GetInt32(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
                    1, DateTimeOffset.UnixEpoch.AddSeconds(reader.GetInt64(7)));
            }

            return Task.FromResult<IReadOnlyDictionary<StepKey, CommitMarker>>(markers);
        }
    }

    /// <summary>Builds a step's row out of the rows that it reads, and commits it with its marker.</summary>
    internal StepResult Build(StepContext context, IEnumerable<StepKey> reads)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            var inputs = reads.Select(read => Scalar("select content from rows where step = $1", read) ?? throw new InvalidOperationException($"{read} has no row"));
            var content = $"{context.Step.Asset}/{context.CodeVersion}({string.Join(',', inputs.Select(Short).Order())})";
            Execute("delete from rows where step = $1", context.Step);
            Execute("insert into rows values ($1, $2)", context.Step, content);
            var marker = new CommitMarker(
                context.Step, context.Run, context.Attempt, context.CodeVersion, context.InputVersion, content, 1, DateTimeOffset.UnixEpoch);
            Execute(
                "insert into commits (asset, partition, run, attempt, code, input, fingerprint) values ($1, $2, $3, $4, $5, $6, $7)",
                marker.Step.Asset, marker.Step.Partition.Text, marker.Run, marker.Attempt, marker.CodeVersion, marker.InputVersion, marker.Fingerprint);
            CrashPoint.Reach(CrashPoint.BeforeCommit);
            transaction.Commit();
            CrashPoint.Reach(CrashPoint.AfterCommit);
            return new StepResult(StepStatus.Succeeded, 1, Marker: marker);
        }
    }

    /// <summary>All rows, to be compared with those of another database.</summary>
    internal SortedDictionary<string, string> Rows() => Pairs("select step, content from rows");

    /// <summary>How often each step was committed.</summary>
    internal SortedDictionary<string, string> Commits() =>
        Pairs("select asset || coalesce('[' || partition || ']', ''), cast(count(*) as text) from commits group by 1");

    public void Dispose() => _connection.Dispose();

    private static string Short(string content) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)))[..8];

    private SortedDictionary<string, string> Pairs(string sql)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
            while (reader.Read())
            {
                pairs.Add(reader.GetString(0), reader.GetString(1));
            }

            return pairs;
        }
    }

    private string? Scalar(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        return (string?)command.ExecuteScalar();
    }

    private void Execute(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, object?[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters.AddWithValue(
                "$" + (index + 1).ToString(CultureInfo.InvariantCulture), values[index] is { } value ? value.ToString() : DBNull.Value);
        }

        return command;
    }
}
