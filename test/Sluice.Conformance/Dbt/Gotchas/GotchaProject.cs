using System.Globalization;
using Sluice.Cli.Invocation;
using Sluice.DuckDb;

namespace Sluice.Conformance.Dbt.Gotchas;

/// <summary>A small project named <c>toy</c> in a temporary folder, run through the commands as a user does.</summary>
internal sealed class GotchaProject : IDisposable
{
    private const string Profiles = "toy:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: toy.duckdb, threads: 4 }\n";
    private const string Project = "name: toy\nprofile: toy\nversion: '1.0'\n";

    internal GotchaProject(params ReadOnlySpan<(string Path, string Text)> files)
    {
        Write("profiles.yml", Profiles);
        Write("dbt_project.yml", Project);
        foreach (var (path, text) in files)
        {
            Write(path, path == "dbt_project.yml" ? Project + text : text);
        }
    }

    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), $"sluice-gotcha-{Guid.CreateVersion7():N}");

    /// <summary>What one template prints as a model, with the macros given.</summary>
    internal static async Task<string> RenderAsync(string template, string macros = "")
    {
        using var project = new GotchaProject(("models/m.sql", template), ("macros/macros.sql", macros));
        var call = await project.RunAsync("compile");
        Assert.True(call.Exit == 0, call.Error + call.Output);
        return project.Read("target/compiled/toy/models/m.sql");
    }

    internal void Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    internal string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    internal bool Exists(string path) => File.Exists(Path.Combine(Folder, path));

    internal Task<CaseCall> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    /// <summary>Runs a command with variables in its environment.</summary>
    internal async Task<CaseCall> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost { Output = output, Error = error, StartFolder = Folder, Environment = name => Array.Find(environment, variable => variable.Name == name).Value };
        var exit = await SluiceCommandLine.RunAsync(arguments, host, CancellationToken.None);
        return new CaseCall(exit, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>Runs a command that has to succeed.</summary>
    internal async Task<string> SucceedAsync(params string[] arguments)
    {
        var call = await RunAsync(arguments);
        Assert.True(call.Exit == 0, call.Error + call.Output);
        return call.Output;
    }

    /// <summary>The rows of a query, the values of each joined with <c>|</c>.</summary>
    internal async Task<string> QueryAsync(string sql, string database = "toy.duckdb")
    {
        await using var connection = new DuckDbConnection($"Data Source={Path.Combine(Folder, database)}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return string.Join('\n', lines);
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = Path.GetTempPath();
        Directory.Delete(Folder, recursive: true);
    }
}
