using System.Text.Json;
using Sluice.DuckDb;
using Sluice.Tests.Shared;

namespace Sluice.Benchmarks.Sbir;

/// <summary>A copy of the SBIR sample with generated files, and its program.</summary>
internal sealed class SbirFolder : IDisposable
{
    private static readonly string[] Copied = ["models", "macros", "taxonomy", "dbt_project.yml", "profiles.yml", "sluice.yml", "appsettings.json"];

    private readonly string _program;

    private SbirFolder(string program)
    {
        _program = program;
        Root = Path.Combine(Path.GetTempPath(), "sluice-benchmarks", "sbir");
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(Sample, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Sample, file);
            if (Copied.Contains(relative.Split(Path.DirectorySeparatorChar)[0], StringComparer.Ordinal))
            {
                var copy = Path.Combine(Root, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    internal string Root { get; }

    internal string Data => Path.Combine(Root, "data");

    internal string Awards => Path.Combine(Data, "awards.csv");

    internal string Entities => Path.Combine(Data, "sam_entities.dat");

    internal string Taxonomy => Path.Combine(Root, "taxonomy", "cet.yaml");

    private string Database => Path.Combine(Root, "sbir.duckdb");

    private static string Sample => Path.Combine(Clone.Root, "samples", "sbir");

    /// <summary>Publishes the program, compiled ahead of time as one would deploy it, and copies the sample.</summary>
    internal static async Task<SbirFolder> CreateAsync(CancellationToken cancellationToken)
    {
        var published = Path.Combine(Path.GetTempPath(), "sluice-benchmarks", "sbir-program");
        await Processes.RunAsync("node", Clone.Root, [Path.Combine("eng", "publish.mjs"), Sample, published], cancellationToken);
        return new SbirFolder(Path.Combine(published, OperatingSystem.IsWindows() ? "Sbir.exe" : "Sbir"));
    }

    internal DuckDbConnection Open()
    {
        var connection = new DuckDbConnection($"Data Source={Database}");
        connection.Open();
        return connection;
    }

    internal static List<T> Read<T>(DuckDbConnection connection, string sql, Func<DuckDbDataReader, T> row)
    {
        using var command = connection.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>Forgets all runs.</summary>
    internal void Clear()
    {
        foreach (var file in Left())
        {
            File.Delete(file);
        }
    }

    /// <summary>Keeps what the runs until now have left, once.</summary>
    internal void Keep()
    {
        foreach (var file in Left())
        {
            var copy = Path.Combine(Root, "kept", Path.GetRelativePath(Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Takes the folder back to what was kept, on the disk too: what runs next does not wait for these writes.</summary>
    internal void PutBack()
    {
        Clear();
        var kept = Path.Combine(Root, "kept");
        foreach (var file in Directory.EnumerateFiles(kept, "*", SearchOption.AllDirectories))
        {
            var original = Path.Combine(Root, Path.GetRelativePath(kept, file));
            Directory.CreateDirectory(Path.GetDirectoryName(original)!);
            File.Copy(file, original);
        }

        foreach (var file in Left().Append(Awards))
        {
            using var written = File.OpenHandle(file, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(written);
        }
    }

    /// <summary>What every table holds, whatever the order of its rows, without the tables that say what a load did.</summary>
    internal IReadOnlyDictionary<string, string> Contents()
    {
        using var connection = Open();
        var tables = Read(
            connection, "select schema_name || '.\"' || table_name || '\"' from duckdb_tables() where schema_name in ('main', 'graph') and table_name not like 'loaded%'", row => row.GetString(0));
        return tables.ToDictionary(
            table => table, table => Read(connection, $"select count(*) || ' rows, ' || coalesce(sum(hash(t)), 0) from {table} as t", row => row.GetString(0))[0], StringComparer.Ordinal);
    }

    private string[] Left() =>
    [
        .. Directory.EnumerateFiles(Root, "*.duckdb*"),
        .. new[] { "target", ".sluice" }.Select(name => Path.Combine(Root, name)).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)),
    ];

    /// <summary>Runs the sample's program in a process of its own.</summary>
    internal Task<SbirCall> CallAsync(CancellationToken cancellationToken, params string[] arguments) => CallAsync(memoryBudget: null, cancellationToken, arguments);

    /// <summary>Runs it with a budget of memory, such as <c>256MB</c>; null for the default.</summary>
    internal async Task<SbirCall> CallAsync(string? memoryBudget, CancellationToken cancellationToken, params string[] arguments)
    {
        var call = await Processes.RunAsync(_program, Root, arguments, cancellationToken, ("Sluice__MemoryBudget", memoryBudget));
        return new SbirCall(call.Time, call.PeakBytes, call.Output);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>A run of the sample's program.</summary>
internal sealed record SbirCall(TimeSpan Time, long PeakBytes, string Output)
{
    /// <summary>The values of a piece of metadata of the steps whose name begins as given; of a run with <c>--output json</c>.</summary>
    internal IEnumerable<double> Metadata(string step, string name)
    {
        using var run = JsonDocument.Parse(Output);
        return
        [
            .. from found in run.RootElement.GetProperty("steps").EnumerateArray()
               where found.GetProperty("step").GetString()!.Contains($".{step}", StringComparison.Ordinal) && found.TryGetProperty("metadata", out var all) && all.TryGetProperty(name, out _)
               select found.GetProperty("metadata").GetProperty(name).GetProperty("value").GetDouble(),
        ];
    }
}
