using System.Runtime.CompilerServices;
using System.Text.Json;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Tests.Recorded;

/// <summary>Small projects with what dbt-core 1.11 made of them: names, configs, dependencies and compiled SQL must be equal.</summary>
public sealed class RecordedCases
{
    /// <summary>What these ask a database while they are compiled, or refuse to be loaded; the conformance tests run them whole.</summary>
    private static readonly string[] NotWithoutDatabase = ["055-macros-calls", "060-execute-and-context", "061-adapter-calls", "087-require-version"];

    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", "Sluice.Conformance", "Dbt", "cases"));

    public static TheoryData<string> Names => [.. CaseNames];

    internal static IEnumerable<string> CaseNames => Directory.EnumerateDirectories(Root).Select(Path.GetFileName).OfType<string>()
        .Except(NotWithoutDatabase, StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_configs_and_dependencies_are_those_of_dbt(string name)
    {
        var expected = Path.Combine(Root, name, "expected");
        var manifest = Directory.Exists(expected) ? Directory.EnumerateFiles(expected, "manifest.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() : null;
        if (manifest is null)
        {
            return;
        }

        var step = int.Parse(Path.GetFileName(Path.GetDirectoryName(manifest)!).Split('-')[1]);
        using var folder = Open(name);
        var project = Load(folder, StepOf(name, step));
        using var document = JsonDocument.Parse(File.ReadAllText(manifest));

        Assert.Equal(Expected(document.RootElement), Actual(project));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_sql_is_that_of_dbt_to_the_byte(string name)
    {
        var steps = Directory.Exists(Path.Combine(Root, name, "expected"))
            ? Directory.EnumerateDirectories(Path.Combine(Root, name, "expected")).Where(step => Directory.Exists(Path.Combine(step, "compiled"))).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        foreach (var step in steps.Take(1))
        {
            using var folder = Open(name);
            var project = Load(folder, StepOf(name, int.Parse(Path.GetFileName(step).Split('-')[1])));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(step, "compiled")).Order(StringComparer.Ordinal))
            {
                var id = Path.GetFileNameWithoutExtension(file);
                if (id.StartsWith("operation.", StringComparison.Ordinal) || id.StartsWith("unit_test.", StringComparison.Ordinal))
                {
                    continue;
                }

                Assert.Equal(id + "\n" + File.ReadAllText(file), id + "\n" + TestProject.Compile(project, id));
            }
        }
    }

    internal static List<JsonElement> StepsOf(string name) =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, name, "case.json"))).RootElement.GetProperty("steps").EnumerateArray()];

    internal static TestFolder Open(string name) => new(Path.Combine(Root, name, "project"));

    private static JsonElement StepOf(string name, int number) => StepsOf(name)[number - 1];

    internal static SqlProject Load(TestFolder folder, JsonElement step)
    {
        var arguments = step.GetProperty("args").EnumerateArray().Select(item => item.GetString()!).ToList();
        string? Option(string key) => arguments.IndexOf(key) is var at and >= 0 ? arguments[at + 1] : null;
        var environment = step.TryGetProperty("env", out var env)
            ? env.EnumerateObject().ToDictionary(item => item.Name, item => (string?)item.Value.GetString(), StringComparer.Ordinal)
            : [];
        var diagnostics = new DiagnosticBag();
        var project = SqlProject.Load(
            new ProjectOptions
            {
                ProjectFolder = folder.Path,
                ProfilesFolder = folder.Path,
                Builtins = new FakeBuiltins(),
                Vars = Option("--vars"),
                Target = Option("--target"),
                Profile = Option("--profile"),
                Invocation = new Invocation { Command = arguments[0], FullRefresh = arguments.Contains("--full-refresh"), Environment = name => environment.GetValueOrDefault(name) },
            },
            diagnostics);
        Assert.True(project is not null, string.Join('\n', diagnostics.ToSorted()));
        return project;
    }

    private static string Expected(JsonElement manifest)
    {
        var lines = new List<string>();
        foreach (var node in manifest.GetProperty("nodes").EnumerateObject().Where(node => IsKnown(node.Name)))
        {
            string Text(string key) => node.Value.TryGetProperty(key, out var value) ? value.ToString() : "";
            string List(string key, bool sort = false) => node.Value.TryGetProperty(key, out var value)
                ? string.Join(' ', sort ? value.EnumerateArray().Select(item => item.GetString()).Order(StringComparer.Ordinal) : value.EnumerateArray().Select(item => item.GetString())) : "";
            lines.Add($"{node.Name} fqn={List("fqn")}");
            lines.Add($"{node.Name} path={Text("path")} file={Text("original_file_path")} package={Text("package_name")}");
            lines.Add($"{node.Name} schema={Text("schema")} alias={Text("alias")} relation={Text("relation_name")}");
            lines.Add($"{node.Name} tags={List("tags", sort: true)} reads={List("depends_on", sort: true)}");
            lines.Add($"{node.Name} attached={Text("attached_node")} key={Text("file_key_name")} column={Text("column_name")}");
            foreach (var item in node.Value.GetProperty("config").EnumerateObject().Where(item => IsCompared(item.Name)))
            {
                lines.Add($"{node.Name} config {item.Name}={JsonSerializer.Serialize(item.Value)}");
            }
        }

        lines.AddRange(manifest.GetProperty("disabled").EnumerateArray().Select(item => $"disabled {item.GetString()}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal)) + "\n";
    }

    private static string Actual(SqlProject project)
    {
        var lines = new List<string>();
        foreach (var node in project.Nodes.Concat(project.Dropped).Where(node => IsKnown(node.UniqueId)))
        {
            var test = node as TestNode;
            var hasRelation = node is not (ExposureNode or AnalysisNode or OperationNode or ModelNode { IsEphemeral: true }) && (test is null || test.Config.GetBoolean("store_failures") == true);
            var schema = node is ExposureNode ? "" : node.Schema;
            var alias = node is SourceNode or ExposureNode ? "" : node.Alias;
            lines.Add($"{node.UniqueId} fqn={string.Join(' ', node.Fqn)}");
            lines.Add($"{node.UniqueId} path={node.Path} file={node.OriginalFilePath} package={node.PackageName}");
            lines.Add($"{node.UniqueId} schema={schema} alias={alias} relation={(hasRelation ? node.Relation?.Render() : "")}");
            lines.Add($"{node.UniqueId} tags={string.Join(' ', node.Tags.Order(StringComparer.Ordinal))} reads={string.Join(' ', node.Dependencies.Select(item => item.UniqueId).Distinct().Order(StringComparer.Ordinal))}");
            lines.Add($"{node.UniqueId} attached={test?.AttachedNode} key={test?.FileKeyName} column={test?.ColumnName}");
            foreach (var key in Compared)
            {
                var value = ConfigDefaults.Find(node, key);
                if (value is not null && !(key is "access" && node is not ModelNode) && !(key is "on_schema_change" or "materialized" && node is SourceNode or ExposureNode)
                    && !(value is JinjaList { Count: 0 } or JinjaDict { Count: 0 }))
                {
                    lines.Add($"{node.UniqueId} config {key}={Json(value)}");
                }
            }
        }

        lines.AddRange(project.Disabled.Select(node => $"disabled {node.UniqueId}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal)) + "\n";
    }

    private static readonly string[] Compared =
        ["enabled", "materialized", "alias", "schema", "tags", "meta", "severity", "where", "limit", "warn_if", "error_if", "fail_calc", "store_failures", "group", "access", "unique_key", "incremental_strategy", "on_schema_change"];

    private static bool IsCompared(string key) => Compared.Contains(key);

    private static bool IsKnown(string id) => !id.StartsWith("unit_test.", StringComparison.Ordinal);

    private static string Json(object value) => JsonSerializer.Serialize(JsonDocument.Parse(JsonText(value)).RootElement);

    private static string JsonText(object value) =>
        (string)((JinjaObject)BaseFunctions.All["tojson"]).Invoke(JinjaCall.Of([value], [new("sort_keys", true)]))!;

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    internal sealed class TestFolder : IDisposable
    {
        internal TestFolder(string from)
        {
            Path = Directory.CreateTempSubdirectory("sluice-dbt-").FullName;
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var to = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(from, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
        }

        internal string Path { get; }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
