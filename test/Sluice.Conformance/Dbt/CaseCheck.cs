using System.Text;
using System.Text.Json;

namespace Sluice.Conformance.Dbt;

/// <summary>Compares what a step did with what dbt did, and says all of what differs.</summary>
internal sealed class CaseCheck(DbtCase of, int number, DbtStep step, CaseCall call, CaseProject project)
{
    private readonly StringBuilder _differences = new();

    /// <summary>True where the manifest differs from dbt's.</summary>
    internal bool HasOtherManifest { get; private set; }

    /// <summary>True where anything else differs: exit code, statuses, output, compiled SQL, relations or rows.</summary>
    internal bool HasOtherResults { get; private set; }

    /// <summary>What in the artifacts does not fit their published schemas.</summary>
    internal List<string> Misfits { get; } = [];

    /// <summary>The differences as text; empty where there are none.</summary>
    internal async Task<string> RunAsync()
    {
        var results = RunResults.Parse(project.ReadTarget(step.Args is ["source", ..] ? "sources.json" : "run_results.json"));
        Compare("exit code", $"{step.Exit}", $"{call.Exit}");
        if (step.Results is { } expected)
        {
            Compare("results", RunResults.Lines(expected), results.Lines());
        }

        if (step.StdoutList is { } lines)
        {
            Compare("output", Sorted(lines.Where(line => line.Length > 0)), Sorted(call.Output.TrimEnd('\n').Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        }

        var said = call.Error + call.Output + results.Messages();
        foreach (var phrase in step.ErrorContains.Where(phrase => !said.Contains(phrase, StringComparison.Ordinal)))
        {
            Differ($"error text has no `{phrase}`", phrase, said);
        }

        CompareCompiled(results);
        await CompareDatabaseAsync();
        HasOtherResults = _differences.Length > 0;
        var length = _differences.Length;
        CompareManifest();
        HasOtherManifest = _differences.Length > length;
        CheckSchemas();
        return _differences.Length == 0 ? "" : $"--- step {number}: {string.Join(' ', step.Args)}\n{_differences}\n--- stderr\n{call.Error}";
    }

    private void CheckSchemas()
    {
        foreach (var name in ArtifactSchema.Names)
        {
            if (project.ReadTarget(name) is { } text)
            {
                Misfits.AddRange(ArtifactSchema.Check(name, text).Select(problem => $"step {number}, {name}: {problem}"));
            }
        }
    }

    private void CompareCompiled(RunResults results)
    {
        var folder = of.Expected(number, "compiled");
        var actual = results.Compiled().ToDictionary(item => item.UniqueId, item => item.Sql, StringComparer.Ordinal);
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToArray() : [])
        {
            var name = Path.GetFileNameWithoutExtension(file);
            Compare($"compiled {name}", File.ReadAllText(file), actual.GetValueOrDefault(name, "(none)"));
        }
    }

    private async Task CompareDatabaseAsync()
    {
        var actual = await DatabaseDump.ReadAsync(project, step.Mask);
        var folder = of.Expected(number);
        var expected = (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.csv", SearchOption.AllDirectories) : [])
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
        foreach (var name in expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
        {
            if (name == "relations.csv" && !expected.ContainsKey(name) && actual[name].Count(letter => letter == '\n') == 1)
            {
                continue; // a database without a relation
            }

            Compare(name, expected.GetValueOrDefault(name, "(none)"), actual.GetValueOrDefault(name, "(none)"));
        }
    }

    private void CompareManifest()
    {
        var path = of.Expected(number, "manifest.json");
        if (!File.Exists(path))
        {
            return;
        }

        using var expected = JsonDocument.Parse(File.ReadAllText(path));
        var manifest = project.ReadTarget("manifest.json");
        if (manifest is null)
        {
            Differ("manifest.json", "one", "none");
            return;
        }

        using var actual = JsonDocument.Parse(manifest);
        Compare("manifest.json", JsonLines.Of(expected.RootElement), JsonLines.Of(SlimManifest.Of(actual.RootElement)));
    }

    private void Compare(string what, string expected, string actual)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            Differ(what, expected, actual);
        }
    }

    private void Differ(string what, string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        _differences.Append($"{what}\n");
        if (left.Length > 12 || right.Length > 12)
        {
            _differences.Append(Listed("- ", left.Except(right, StringComparer.Ordinal))).Append(Listed("+ ", right.Except(left, StringComparer.Ordinal)));
            return;
        }

        _differences.Append(Listed("- ", left)).Append(Listed("+ ", right));
    }

    private static string Listed(string sign, IEnumerable<string> lines) => string.Concat(lines.Take(40).Select(line => $"  {sign}{line}\n"));

    private static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Select(JsonLines.Normal).Order(StringComparer.Ordinal));
}
