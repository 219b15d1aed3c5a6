namespace Sluice.Benchmarks.Cli;

/// <summary>A project of many models that do next to nothing, so that what is left is the cost of a step.</summary>
internal static class TinySteps
{
    internal static string Write(int models)
    {
        // A folder that never was: a file system that has just deleted thousands of files is slow to create others.
        var folder = Path.Combine(Path.GetTempPath(), "sluice-benchmarks", $"tiny-{models}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(Path.Combine(folder, "models"));
        File.WriteAllText(Path.Combine(folder, "dbt_project.yml"), "name: tiny\nprofile: tiny\n");
        File.WriteAllText(Path.Combine(folder, "sluice.yml"), "name: tiny\n");
        File.WriteAllText(Path.Combine(folder, "profiles.yml"), "tiny:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: tiny.duckdb, threads: 1 }\n");
        for (var model = 0; model < models; model++)
        {
            File.WriteAllText(Path.Combine(folder, "models", $"tiny_{model:0000}.sql"), $"select {model} as id\n");
        }

        return folder;
    }
}
