using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Workforce;

/// <summary>A copy of samples/workforce in a temporary folder, with a database of its own.</summary>
internal sealed class WorkforceProject : IDisposable
{
    private static readonly string Sample = Clone.Path("samples", "workforce");
    private static readonly string[] Sources = ["macros", "models", "seeds", "tests", "census", "scenarios"];

    private readonly ProjectFolder _folder = ProjectFolder.Empty();

    internal WorkforceProject()
    {
        foreach (var file in Directory.EnumerateFiles(Sample, "*.yml"))
        {
            _folder.Write(Path.GetFileName(file), File.ReadAllText(file));
        }

        foreach (var file in Sources.SelectMany(name => Directory.EnumerateFiles(Path.Combine(Sample, name), "*", SearchOption.AllDirectories)))
        {
            _folder.Write(Path.GetRelativePath(Sample, file), File.ReadAllText(file));
        }
    }

    internal string Root => _folder.Root;

    internal string Database => _folder.Path("workforce.duckdb");

    /// <summary>The lines of the committed census, its header first.</summary>
    internal static IEnumerable<string> CensusLines => File.ReadLines(Path.Combine(Sample, "census", "census.csv"));

    internal string PathOf(string relative) => _folder.Path(relative);

    internal string Read(string relative) => _folder.Read(relative);

    /// <summary>Writes a census of these lines and gives the setting that points to it.</summary>
    internal (string Name, object Value) Census(params IEnumerable<string> lines)
    {
        _folder.Write("census/mine.csv", string.Concat(lines.Select(line => line + "\n")));
        return ("census_path", "census/mine.csv");
    }

    /// <summary>Runs seeds, models and tests.</summary>
    internal Task<CallResult> BuildAsync(params IEnumerable<(string Name, object Value)> settings) =>
        CallAsync(["build"], settings);

    /// <summary>Runs seeds and models, no tests.</summary>
    internal Task<CallResult> RunAsync(params IEnumerable<(string Name, object Value)> settings) =>
        CallAsync(["run"], settings);

    internal Task<CallResult> CallAsync(IEnumerable<string> arguments, IEnumerable<(string Name, object Value)> settings)
    {
        var vars = settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        return _folder.RunAsync(vars.Count == 0 ? arguments : [.. arguments, "--vars", JsonSerializer.Serialize(vars)]);
    }

    internal Task<IReadOnlyList<string>> RowsAsync(string sql) => Harness.Database.RowsAsync(Database, sql);

    internal Task<string> ScalarAsync(string sql) => Harness.Database.ScalarAsync(Database, sql);

    public void Dispose() => _folder.Dispose();
}
