using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.DuckDb;

namespace Sluice.Benchmarks.DuckDb;

/// <summary>What the ADO.NET provider costs beside the C API that it calls.</summary>
internal sealed class DuckDbSuite : ISuite
{
    private const int ReadRows = 10_000_000;
    private const int AppendRows = 5_000_000;
    private const int Inserts = 10_000;
    private const int Rounds = 9;
    private const int ReadRounds = 51; // of a few hundredths of a second each: other work on the machine shows in a single one

    private const string Select = "select range::bigint as i from range(10000000)";
    private const string CreateWide = "create or replace table t (a bigint, b double, c varchar, d date, e integer)";
    private const string CreateNarrow = "create or replace table n (a bigint, b double, c varchar)";
    private const string Insert = "insert into n values ($1, $2, $3)";

    public string Name => "duckdb";

    public async IAsyncEnumerable<Figure> RunAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Measure($"read {ReadRows / 1_000_000}M BIGINTs: GetInt64 / bare loop", 1.3, BareRead, Read, ReadRounds);
        yield return Measure("the same as spans of chunks / bare loop", null, BareRead, ReadSpans, ReadRounds);
        yield return Measure($"append {AppendRows / 1_000_000}M rows of 5 columns: appender / bare appender", 1.3, BareAppend, Append);
        yield return Measure($"{Inserts} small inserts: command kept / bare prepared", 1.3, BareInsert, InsertKept);
        yield return await MeasureAwaitedAsync();
    }

    private static Figure Measure(string name, double? limit, Action<nint> bare, Action<DuckDbConnection> own, int rounds = Rounds)
    {
        Check(BareApi.Open(null, out var database));
        Check(BareApi.Connect(database, out var plain));
        using var connection = new DuckDbConnection();
        connection.Open();

        var times = Stopwatches.Compare(() => bare(plain), () => own(connection), rounds);

        BareApi.Disconnect(ref plain);
        BareApi.Close(ref database);
        return Ratio(name, limit, times);
    }

    private static async Task<Figure> MeasureAwaitedAsync()
    {
        Check(BareApi.Open(null, out var database));
        Check(BareApi.Connect(database, out var plain));
        await using var connection = new DuckDbConnection();
        await connection.OpenAsync();

        var times = await Stopwatches.CompareAsync(
            () =>
            {
                BareInsert(plain);
                return Task.CompletedTask;
            },
            () => InsertAwaited(connection));

        BareApi.Disconnect(ref plain);
        BareApi.Close(ref database);
        return Ratio($"{Inserts} small inserts, awaited: command kept / bare prepared", null, times);
    }

    private static Figure Ratio(string name, double? limit, (TimeSpan Baseline, TimeSpan Subject) times) => new(
        name, times.Subject / times.Baseline, "x", limit,
        Note: string.Create(CultureInfo.InvariantCulture, $"{times.Subject.TotalMilliseconds:0} ms / {times.Baseline.TotalMilliseconds:0} ms"));

    // Each of the three runs the same statement to its complete result and then sums it in a method of its own: beside a try block,
    // which every using is, the sum would live in memory instead of a register, and the loops would be compared in that.
    private static unsafe void BareRead(nint connection)
    {
        var result = default(BareResult);
        Check(BareApi.Query(connection, Select, &result));
        var sum = BareSum(result);
        BareApi.DestroyResult(&result);
        EnsureSum(sum);
    }

    private static void Read(DuckDbConnection connection)
    {
        using var command = connection.CreateCommand(Select);
        using var reader = command.ExecuteReader();
        EnsureSum(Sum(reader));
    }

    private static void ReadSpans(DuckDbConnection connection)
    {
        using var command = connection.CreateCommand(Select);
        using var reader = command.ExecuteReader();
        var sum = 0L;
        while (reader.ReadChunk() is { } chunk)
        {
            using (chunk)
            {
                sum += Sum(chunk.Span<long>(0));
            }
        }

        EnsureSum(sum);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe long BareSum(BareResult result)
    {
        var sum = 0L;
        for (var chunk = BareApi.FetchChunk(result); chunk != 0; chunk = BareApi.FetchChunk(result))
        {
            var rows = (long)BareApi.ChunkSize(chunk);
            var vector = BareApi.ChunkVector(chunk, 0);
            var data = (long*)BareApi.VectorData(vector);
            var validity = BareApi.VectorValidity(vector);
            for (var row = 0L; row < rows; row++)
            {
                if (validity == null || ((validity[row / 64] >> (int)(row % 64)) & 1) == 1)
                {
                    sum += data[row];
                }
            }

            BareApi.DestroyChunk(ref chunk);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Sum(DuckDbDataReader reader)
    {
        var sum = 0L;
        while (reader.Read())
        {
            sum += reader.GetInt64(0);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Sum(ReadOnlySpan<long> values)
    {
        var sum = 0L;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static unsafe void BareAppend(nint connection)
    {
        BareApi.Run(connection, CreateWide);
        Check(BareApi.AppenderCreate(connection, null, "t", out var appender));
        var text = stackalloc byte[16];
        "some text"u8.CopyTo(new Span<byte>(text, 16));
        for (var row = 0; row < AppendRows; row++)
        {
            Check(BareApi.AppendInt64(appender, row));
            Check(BareApi.AppendDouble(appender, row * 0.5));
            Check(BareApi.AppendVarchar(appender, text, 9));
            Check(BareApi.AppendDate(appender, row & 0x3FFF));
            Check(BareApi.AppendInt32(appender, row & 0xFF));
            Check(BareApi.EndRow(appender));
        }

        Check(BareApi.AppenderDestroy(ref appender));
    }

    private static void Append(DuckDbConnection connection)
    {
        Execute(connection, CreateWide);
        using var appender = connection.CreateAppender("t");
        var epoch = new DateOnly(1970, 1, 1).DayNumber;
        for (var row = 0; row < AppendRows; row++)
        {
            appender.Append((long)row);
            appender.Append(row * 0.5);
            appender.Append("some text");
            appender.Append(DateOnly.FromDayNumber(epoch + (row & 0x3FFF)));
            appender.Append(row & 0xFF);
            appender.EndRow();
        }

        appender.Complete();
    }

    private static unsafe void BareInsert(nint connection)
    {
        BareApi.Run(connection, CreateNarrow);
        Check(BareApi.Prepare(connection, Insert, out var statement));
        var text = stackalloc byte[16];
        "some text"u8.CopyTo(new Span<byte>(text, 16));
        for (var row = 0; row < Inserts; row++)
        {
            var result = default(BareResult);
            Check(BareApi.BindInt64(statement, 1, row));
            Check(BareApi.BindDouble(statement, 2, row * 0.5));
            Check(BareApi.BindVarchar(statement, 3, text, 9));
            Check(BareApi.ExecutePrepared(statement, &result));
            BareApi.DestroyResult(&result);
        }

        BareApi.DestroyPrepare(ref statement);
    }

    private static void InsertKept(DuckDbConnection connection)
    {
        Execute(connection, CreateNarrow);
        using var command = NarrowInsert(connection);
        for (var row = 0; row < Inserts; row++)
        {
            command.Parameters[0].Value = (long)row;
            command.Parameters[1].Value = row * 0.5;
            command.Parameters[2].Value = "some text";
            command.ExecuteNonQuery();
        }
    }

    private static async Task InsertAwaited(DuckDbConnection connection)
    {
        Execute(connection, CreateNarrow);
        await using var command = NarrowInsert(connection);
        for (var row = 0; row < Inserts; row++)
        {
            command.Parameters[0].Value = (long)row;
            command.Parameters[1].Value = row * 0.5;
            command.Parameters[2].Value = "some text";
            await command.ExecuteNonQueryAsync();
        }
    }

    private static DuckDbCommand NarrowInsert(DuckDbConnection connection)
    {
        var command = connection.CreateCommand(Insert);
        command.Parameters.AddValue(0L);
        command.Parameters.AddValue(0.0);
        command.Parameters.AddValue("");
        return command;
    }

    private static void Execute(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private static void EnsureSum(long sum)
    {
        if (sum != (long)ReadRows * (ReadRows - 1) / 2)
        {
            throw new InvalidOperationException($"the sum {sum} is wrong: not all rows were read");
        }
    }

    private static void Check(int state)
    {
        if (state != 0)
        {
            throw new InvalidOperationException("the C API reported an error");
        }
    }
}
