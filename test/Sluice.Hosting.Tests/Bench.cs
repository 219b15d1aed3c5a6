using System.Diagnostics.CodeAnalysis;
using Sluice.DuckDb;
using Sluice.Hosting.Running;

namespace Sluice.Hosting.Tests;

/// <summary>A folder for one application, which is built anew for each command as a program is.</summary>
internal sealed class Bench : IDisposable
{
    private readonly string _before = Environment.CurrentDirectory;

    internal Bench(string? folder = null)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("sluice-app-").FullName;
    }

    internal string Folder { get; }

    internal string Output { get; private set; } = "";

    internal string Error { get; private set; } = "";

    internal SluiceApplicationBuilder Builder(params string[] args) =>
        new(CommandWords.Read(["--project-dir", Folder, .. args]), "shop") { Database = "shop.duckdb" };

    internal void Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    internal async Task<int> RunAsync(Action<SluiceApplicationBuilder> configure, params string[] args)
    {
        var builder = Builder();
        configure(builder);
        await using var application = builder.Build();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await application.RunAsync([.. args, "--project-dir", Folder], output, error, TestContext.Current.CancellationToken);
        (Output, Error) = (output.ToString(), error.ToString());
        return exit;
    }

    internal async Task MustRunAsync(Action<SluiceApplicationBuilder> configure, params string[] args)
    {
        var exit = await RunAsync(configure, args);
        Assert.True(exit == 0, $"exit {exit}\n{Output}\n{Error}");
    }

    [SuppressMessage("Security", "CA2100", Justification = "The queries are those of the tests.")]
    internal IReadOnlyList<string> Query(string sql)
    {
        using var connection = new DuckDbConnection($"Data Source={Path.Combine(Folder, "shop.duckdb")}");
        connection.Open();
        using var command = connection.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(ordinal => reader.IsDBNull(ordinal) ? "NULL" : Convert.ToString(reader.GetValue(ordinal), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(Folder, recursive: true);
    }
}
