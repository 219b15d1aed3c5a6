using System.Data;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sluice.DuckDb.Tests.Connections;

public sealed class ConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("duckdb-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Connections_to_one_file_share_an_instance_and_the_last_releases_it()
    {
        using (var first = Db.Open($"Data Source={File("a.duckdb")}"))
        using (var second = Db.Open($"Data Source={File("./x/../a.duckdb")}"))
        {
            first.Execute("create table t as select 42 i");

            Assert.Equal(42, second.Scalar("select i from t"));
        }

        // Released: another instance with other settings may have it now.
        using var third = Db.Open($"Data Source={File("a.duckdb")}; Access Mode=ReadOnly");
        Assert.Equal(42, third.Scalar("select i from t"));
    }

    [Fact]
    public void A_link_to_a_file_is_the_same_database()
    {
        using var first = Db.Open($"Data Source={File("a.duckdb")}");
        System.IO.File.CreateSymbolicLink(File("link.duckdb"), File("a.duckdb"));
        Directory.CreateSymbolicLink(File("folder"), _folder);
        first.Execute("create table t as select 42 i");

        using var second = Db.Open($"Data Source={File("link.duckdb")}");
        using var third = Db.Open($"Data Source={File("folder/a.duckdb")}");

        Assert.Equal(42, second.Scalar("select i from t"));
        Assert.Equal(42, third.Scalar("select i from t"));
    }

    [Fact]
    public void An_undisposed_command_does_not_keep_the_file_open()
    {
        var connection = Db.Open($"Data Source={File("a.duckdb")}");
        var command = connection.CreateCommand("select * from range(5000)");
        var reader = command.ExecuteReader();
        Assert.True(reader.Read());

        connection.Close();

        using var other = Db.Open($"Data Source={File("a.duckdb")}; Access Mode=ReadOnly");
        Assert.True(reader.IsClosed);
        Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
    }

    [Fact]
    public void Other_settings_for_an_open_file_are_refused()
    {
        using var first = Db.Open($"Data Source={File("a.duckdb")}");

        var error = Assert.Throws<DuckDbException>(() => Db.Open($"Data Source={File("a.duckdb")}; threads=1"));

        Assert.Contains("different configuration", error.Message, StringComparison.Ordinal);
        Assert.Equal(DuckDbErrorType.Connection, error.ErrorType);
    }

    [Fact]
    public async Task A_file_that_another_process_holds_names_the_process()
    {
        var path = File("a.duckdb");
        var native = Clone.Path("eng/native/node_modules/@duckdb", $"node-bindings-{Platform()}", "duckdb.node");
        const string Script = "const d=require(process.argv[1]);d.open(process.argv[2]).then(b=>{globalThis.b=b;console.log('ready');process.stdin.resume();process.stdin.on('end',()=>process.exit())})";
        using var holder = Process.Start(new ProcessStartInfo("node", ["-e", Script, native, path]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("ready", await holder.StandardOutput.ReadLineAsync());

        var error = Assert.Throws<DuckDbException>(() => Db.Open($"Data Source={path}"));

        Assert.Equal(holder.Id, error.LockHolder!.ProcessId);
        Assert.Equal("node", error.LockHolder.ProcessName);
        Assert.Equal(DuckDbErrorType.IO, error.ErrorType);
        Assert.True(error.IsTransient);
        Assert.StartsWith($"the database '{path}' is open in another process: node (PID {holder.Id}: node -e", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("close it there, or open it read-only in all processes (Access Mode=ReadOnly)", error.Message, StringComparison.Ordinal);
        holder.StandardInput.Close();
        await holder.WaitForExitAsync();
        using var now = Db.Open($"Data Source={path}");
    }

    [Fact]
    public void Private_memory_is_private_and_named_memory_is_shared()
    {
        using var first = Db.Open("Data Source=:memory:");
        using var second = Db.Open();
        using var third = Db.Open("Data Source=:memory:shared");
        using var fourth = Db.Open("Data Source=:memory:shared");
        using var fifth = first.Duplicate();
        first.Execute("create table t (i integer)");
        third.Execute("create table u (i integer)");

        Assert.Throws<DuckDbException>(() => second.Execute("select * from t"));
        Assert.Equal(0L, fourth.Scalar("select count(*) from u"));
        Assert.Equal(0L, fifth.Scalar("select count(*) from t"));
    }

    [Fact]
    public void A_data_source_keeps_its_database_between_connections()
    {
        using var source = new DuckDbDataSource("Data Source=:memory:");
        using (var first = source.OpenConnection())
        {
            first.Execute("create table t as select 1 i");
        }

        using var second = source.OpenConnection();

        Assert.Equal(1, second.Scalar("select i from t"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_data_source_lets_its_database_go_when_it_is_disposed(bool awaited)
    {
        var source = new DuckDbDataSource("Data Source=:memory:let_go");
        source.OpenConnection().Dispose();
        using (var other = Db.Open("Data Source=:memory:let_go"))
        {
            other.Execute("create table t (i integer)");
        }

        if (awaited)
        {
            await source.DisposeAsync();
        }
        else
        {
            source.Dispose();
        }

        using var fresh = Db.Open("Data Source=:memory:let_go");
        Assert.Equal(0L, fresh.Scalar("select count(*) from duckdb_tables()"));
    }

    [Fact]
    public void Settings_of_all_kinds_are_set()
    {
        using var connection = Db.Open("threads=1; memory_limit=500MB; TimeZone=Asia/Tokyo; search_path=information_schema; Preserve Insertion Order=false");

        Assert.Equal(
            "1|Asia/Tokyo|information_schema|false",
            connection.Scalar("select concat_ws('|', current_setting('threads'), current_setting('timezone'), current_setting('search_path'), current_setting('preserve_insertion_order'))"));
    }

    [Fact]
    public void An_unknown_setting_is_told()
    {
        var error = Assert.Throws<DuckDbException>(() => Db.Open("memory_limitt=1GB"));

        Assert.Contains("memory_limitt", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Access Mode=Sometimes", "'Sometimes' is not a value for 'Access Mode' in the connection string; expected Automatic, ReadOnly or ReadWrite (Parameter 'value')")]
    [InlineData("Command Timeout=-1", "'-1' is not a value for 'Command Timeout' in the connection string; expected a number of seconds, or 0 for no limit (Parameter 'value')")]
    [InlineData("Stream Results=1", "'1' is not a value for 'Stream Results' in the connection string; expected true or false (Parameter 'value')")]
    public void A_wrong_connection_string_is_told_at_once(string connectionString, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new DuckDbConnection(connectionString)).Message);

    [Fact]
    public void A_read_only_database_takes_no_writes()
    {
        using (Db.Open($"Data Source={File("a.duckdb")}"))
        {
        }

        using var connection = Db.Open($"Data Source={File("a.duckdb")}; access_mode=READ_ONLY");

        Assert.Equal(DuckDbErrorType.InvalidInput, Assert.Throws<DuckDbException>(() => connection.Execute("create table t (i integer)")).ErrorType);
    }

    [Fact]
    public void A_file_that_is_no_database_is_told()
    {
        System.IO.File.WriteAllText(File("a.duckdb"), new string('x', 5000));

        var error = Assert.Throws<DuckDbException>(() => Db.Open($"Data Source={File("a.duckdb")}"));

        Assert.StartsWith($"could not open the database '{File("a.duckdb")}': ", error.Message, StringComparison.Ordinal);
        Assert.Contains("not a valid DuckDB database file", error.Message, StringComparison.Ordinal);
        Assert.Throws<DuckDbException>(() => Db.Open($"Data Source={_folder}"));
        Assert.Throws<DuckDbException>(() => Db.Open($"Data Source={File("no/such/folder.duckdb")}"));
    }

    [Fact]
    public async Task State_changes_are_announced_once()
    {
        var changes = new List<ConnectionState>();
        await using var connection = new DuckDbConnection();
        connection.StateChange += (_, change) => changes.Add(change.CurrentState);

        await connection.OpenAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.OpenAsync());
        connection.Close();
        connection.Close();

        Assert.Equal([ConnectionState.Open, ConnectionState.Closed], changes);
        Assert.Throws<InvalidOperationException>(() => connection.Execute("select 1"));
    }

    [Fact]
    public void The_factory_makes_the_objects_of_this_provider()
    {
        var factory = DuckDbProviderFactory.Instance;
        using var connection = factory.CreateConnection();

        Assert.IsType<DuckDbConnection>(connection);
        Assert.IsType<DuckDbCommand>(factory.CreateCommand());
        Assert.IsType<DuckDbParameter>(factory.CreateParameter());
        Assert.IsType<DuckDbConnectionStringBuilder>(factory.CreateConnectionStringBuilder());
        Assert.Same(factory, System.Data.Common.DbProviderFactories.GetFactory(connection));
        Assert.Equal("v1.5.6", DuckDbConnection.LibraryVersion);
    }

    private string File(string name) => Path.Combine(_folder, name);

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
    }
}
