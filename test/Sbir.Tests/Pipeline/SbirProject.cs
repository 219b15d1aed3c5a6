using Sbir.Pipeline;
using Sluice.DuckDb;

namespace Sbir.Tests.Pipeline;

/// <summary>A copy of the sample in a folder of its own.</summary>
internal sealed class SbirProject
{
    private static readonly string[] NotCopied = ["bin", "obj", "target", ".sluice", "logs", "data"];

    internal SbirProject(bool withData = true)
    {
        foreach (var file in Directory.EnumerateFiles(SampleFolder.Root, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(SampleFolder.Root, file);
            var first = relative.Split(Path.DirectorySeparatorChar)[0];
            if ((NotCopied.Contains(first, StringComparer.Ordinal) && !(withData && first == "data")) || Path.GetExtension(file) is ".cs" or ".csproj" || relative.StartsWith("sbir.duckdb", StringComparison.Ordinal))
            {
                continue;
            }

            var copy = Path.Combine(Folder, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("sbir").FullName;

    internal string Data => Path.Combine(Folder, "data");

    internal async Task<(int ExitCode, string Output)> CallAsync(params string[] arguments)
    {
        string[] all = [.. arguments, "--project-dir", Folder];
        var output = new StringWriter();
        await using var application = SbirApplication.Create(all);
        var exitCode = await application.RunAsync(all, output, output);
        return (exitCode, output.ToString());
    }

    /// <summary>Runs, and fails the test with what was said where that does not go well.</summary>
    internal async Task<string> RunAsync(params string[] more)
    {
        var (exitCode, output) = await CallAsync(["run", .. more]);
        Assert.True(exitCode == 0, output);
        return output;
    }

    internal List<string> Rows(string sql)
    {
        using var connection = new DuckDbConnection($"Data Source={Path.Combine(Folder, "sbir.duckdb")};Access Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? "" : Convert.ToString(reader.GetValue(field), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
