using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Benchmarks.Cli;

/// <summary>A project of 100 models, 200 tests and 10 seeds with little data.</summary>
internal sealed class SmallProject
{
    private const int Models = 100;
    private const int Seeds = 10;
    private const int Rows = 200;

    private SmallProject(string folder) => Folder = folder;

    internal string Folder { get; }

    internal string Bare => Path.Combine(Folder, "bare.duckdb");

    internal static SmallProject Write()
    {
        var project = new SmallProject(Directory.CreateTempSubdirectory("sluice-bench-").FullName);
        project.Put("dbt_project.yml", "name: small\nprofile: small\n");
        project.Put("profiles.yml", "small:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: small.duckdb, threads: 1 }\n");
        for (var seed = 0; seed < Seeds; seed++)
        {
            var rows = Enumerable.Range(0, Rows).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row},{row / 2},{row * 7 % 100},k{row % 5}\n"));
            project.Put($"seeds/seed_{seed}.csv", "id,parent_id,amount,kind\n" + string.Concat(rows));
        }

        var properties = new StringBuilder("models:\n");
        for (var model = 0; model < Models; model++)
        {
            project.Put($"models/model_{model:000}.sql", Model(model));
            properties.Append(CultureInfo.InvariantCulture, $"  - name: model_{model:000}\n    columns:\n      - {{ name: id, data_tests: [unique, not_null] }}\n");
        }

        project.Put("models/models.yml", properties.ToString());
        return project;
    }

    /// <summary>The statements of the last build in the order of its results, transactions and all, for the bare database.</summary>
    internal IReadOnlyList<string> Statements()
    {
        using var results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "target", "run_results.json")));
        var files = Directory.EnumerateFiles(Path.Combine(Folder, "target", "run"), "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        // A result's id is that of the node; a test's ends with a hash.
        return
        [
            .. results.RootElement.GetProperty("results").EnumerateArray()
                .Select(result => files[result.GetProperty("unique_id").GetString()!.Split('.')[2]])
                .SelectMany(file => File.ReadAllText(file).Split(";\n\n", StringSplitOptions.RemoveEmptyEntries))
                .Select(statement => statement.Trim().TrimEnd(';').Replace("\"small\".", "\"bare\".", StringComparison.Ordinal))
                .Where(statement => statement.Length > 0),
        ];
    }

    private static string Model(int model)
    {
        var (first, second) = model < Seeds
            ? ($"seed_{model}", $"seed_{(model + 1) % Seeds}")
            : ($"model_{model / 2:000}", $"model_{model - 7:000}");
        return $$$"""
            {{ config(materialized='{{{(model % 3 == 0 ? "table" : "view")}}}') }}
            select a.id, a.parent_id, a.amount + coalesce(b.amount, 0) as amount, a.kind
            from {{ ref('{{{first}}}') }} a
            left join {{ ref('{{{second}}}') }} b on a.id = b.id
            """;
    }

    private void Put(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
