using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Sluice.DuckDb;
using Sluice.Hosting;
using Sluice.Hosting.Rows;

namespace Sluice.Testing;

/// <summary>
/// An application on a DuckDB in memory, for unit tests: give some assets their rows, run one asset or the whole graph, look at the rows. It works in
/// the order of a test and by one thread at a time: a run changes the working directory of the process.
/// </summary>
public sealed class TestApplication : IAsyncDisposable
{
    private readonly Action<SluiceApplicationBuilder> _configure;
    private readonly List<Action<SluiceApplicationBuilder>> _given = [];
    private readonly TimeProvider _time;
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-test-").FullName;
    private readonly string _before = Environment.CurrentDirectory;
    private readonly string _database = $":memory:test_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
    private readonly DuckDbConnection _connection;

    private TestApplication(Action<SluiceApplicationBuilder> configure, string? folder, TimeProvider time)
    {
        (_configure, _time) = (configure, time);
        if (folder is not null)
        {
            Copy(folder, _folder);
        }

        // Keeps the database while no run is on.
        _connection = new DuckDbConnection($"Data Source={_database};checkpoint_threshold=512MiB");
        _connection.Open();
    }

    /// <summary>The folder that the application works in; removed at the end.</summary>
    public string Folder => _folder;

    /// <summary>Makes an application for a test.</summary>
    /// <param name="configure">Adds the assets and services, as the program does. It is called once for each run.</param>
    /// <param name="folder">A folder with SQL models, seeds or files that the assets read, which is copied; null for an empty one.</param>
    /// <param name="time">The clock, such as a <see cref="ManualTime"/>; null for the system's. With a clock that stands still, waits before a retry last until the test moves it.</param>
    public static TestApplication Create(Action<SluiceApplicationBuilder> configure, string? folder = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return new TestApplication(configure, folder, time ?? TimeProvider.System);
    }

    /// <summary>Lets an asset of code have these rows, in the place of its own code. Its checks stay.</summary>
    /// <param name="asset">The asset's name.</param>
    /// <param name="rows">Its rows.</param>
    public TestApplication Given<T>(string asset, params IEnumerable<T> rows)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(asset);
        ArgumentNullException.ThrowIfNull(rows);
        var kept = rows.ToList();
        _given.Add(builder => builder.Override(asset, typeof(T), () => kept));
        return this;
    }

    /// <summary>Runs what a selection means, checks included; everything where it is empty. What the selected assets read must have been run before, or be selected.</summary>
    /// <param name="select">Selections, such as <c>clean_orders</c>, <c>+balances</c> or <c>tag:nightly</c>.</param>
    public Task<TestRun> RunAsync(params string[] select)
    {
        ArgumentNullException.ThrowIfNull(select);
        return RunAsync(select, []);
    }

    /// <summary>As <see cref="RunAsync(string[])"/>, with further options of <c>run</c>, such as <c>--full-refresh</c>.</summary>
    public async Task<TestRun> RunAsync(IReadOnlyCollection<string> select, IEnumerable<string> options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(select);
        ArgumentNullException.ThrowIfNull(options);
        var builder = SluiceApplication.CreateBuilder(["--project-dir", _folder]);
        builder.Services.AddSingleton(_time);
        _configure(builder);
        builder.Name = "test";
        builder.Database = _database;
        _given.ForEach(given => given(builder));
        await using var application = builder.Build();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        string[] words = ["run", "--project-dir", _folder, "--output", "json", .. select.SelectMany(word => new[] { "--select", word }), .. options];
        var exit = await application.RunAsync(words, output, error, cancellationToken);
        return TestRun.Of(exit, output.ToString(), error.ToString());
    }

    /// <summary>The rows of an asset or model, in no particular order.</summary>
    public IReadOnlyList<T> Rows<T>(string asset)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(asset);
        return Query<T>($"select * from \"{asset.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>The rows of a query.</summary>
    /// <param name="sql">The query; it yields the columns of the record.</param>
    public IReadOnlyList<T> Query<T>(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        var columns = string.Join(", ", RowShape.Of(typeof(T)).Columns.Select(column => $"\"{column.Name}\""));
        using var command = _connection.CreateCommand($"select {columns} from ({sql}) as t");
        using var reader = (DuckDbDataReader)command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(RowReader<T>.Read(reader));
        }

        return rows;
    }

    /// <summary>Ends the database and removes the folder.</summary>
    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    // What a run or a build has left there is not the test's.
    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => Path.GetFileName(folder) is not (".sluice" or "target" or "logs" or "bin" or "obj")))
        {
            Copy(folder, Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(folder))).FullName);
        }
    }
}
