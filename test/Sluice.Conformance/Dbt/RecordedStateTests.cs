using System.Text.Json.Nodes;

namespace Sluice.Conformance.Dbt;

/// <summary>A state in which all that the recordings keep of a node is dbt's own: names, folders, configuration, columns, descriptions.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class RecordedStateTests
{
    private static readonly string[] Sections = ["nodes", "sources", "exposures"];

    public static TheoryData<string> Names =>
    [
        "003-tags-meta-merge", "006-custom-schema-alias", "013-sources-basic", "018-ephemeral-simple", "025-delete-insert-key-list", "043-builtin-tests", "044-test-severity", "080-docs-blocks", "081-exposures-groups", "082-contract-ok", "083-persist-docs",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_modified_against_what_dbt_recorded_and_after_an_edit_only_what_was_edited(string name)
    {
        var one = DbtCase.Read(name);
        using var project = new CaseProject(one);
        await project.RunAsync(one.Steps[0]);
        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(one.Expected(1, "manifest.json")))!["nodes"]!.AsObject();
        var state = Overlaid(JsonNode.Parse(project.ReadTarget("manifest.json")!)!, recorded);
        Directory.CreateDirectory(Path.Combine(project.Folder, "state"));
        await File.WriteAllTextAsync(Path.Combine(project.Folder, "state", "manifest.json"), state.ToJsonString());

        Assert.Equal("", await ModifiedAsync(project, one));

        var (id, model) = state["nodes"]!.AsObject().First(node => node.Key.StartsWith("model.", StringComparison.Ordinal));
        await File.AppendAllTextAsync(Path.Combine(project.Folder, model!["original_file_path"]!.GetValue<string>()), "\n-- another text\n");

        Assert.Equal(id, await ModifiedAsync(project, one));
    }

    private static async Task<string> ModifiedAsync(CaseProject project, DbtCase one)
    {
        var call = await project.RunAsync(one.Steps[0] with
        {
            Before = [], Delete = [], BeforeSql = [],
            Args = ["ls", "--quiet", "--select", "state:modified", "--state", "state", "--indirect-selection", "empty", "--output", "json", "--output-keys", "unique_id"],
        });
        Assert.True(call.Exit == 0, call.Error);
        return string.Join(' ', call.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!["unique_id"]!.GetValue<string>()));
    }

    private static JsonNode Overlaid(JsonNode manifest, JsonObject recorded)
    {
        foreach (var (id, node) in Sections.SelectMany(section => manifest[section]!.AsObject()))
        {
            foreach (var (key, value) in recorded[id]!.AsObject().Where(pair => pair.Key is not ("depends_on" or "columns")))
            {
                if (key == "config")
                {
                    foreach (var (name, setting) in value!.AsObject())
                    {
                        node!["config"]![name] = setting?.DeepClone();
                    }
                }
                else
                {
                    node![key] = value?.DeepClone();
                }
            }

            foreach (var (column, said) in recorded[id]!["columns"]?.AsObject() ?? [])
            {
                foreach (var (key, value) in said!.AsObject())
                {
                    node!["columns"]![column]![key] = value?.DeepClone();
                }
            }
        }

        return manifest;
    }
}
