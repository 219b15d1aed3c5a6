using System.Text.Json.Nodes;
using Sluice.Partitions;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Project;

/// <summary>
/// What sluice.yml may hold, in the words of JSON Schema (draft 7), for editors that complete and check YAML. Sluice itself reads more strictly:
/// names are looked up, and a key that nothing reads is an error.
/// </summary>
public static class SettingsSchema
{
    private const string Duration = "^[0-9]{1,6}(\\.[0-9]+)?\\s*[smhdw]$";

    /// <summary>The schema, made anew with each call.</summary>
    public static JsonObject Create()
    {
        var root = Mapping(
            ("name", Text("The project's name.")),
            ("partitions", Named(Partitions(), "What the workflow goes through, by name.")),
            ("scenarios", Texts("The files of the scenarios: `scenarios/*.yml`.")),
            ("workflow", Mapping(("for_each", Text("The partitions that the stages are gone through for.")), ("stages", List(Stage(), "First to last.")))),
            ("rules", Named(Rule(), "What gates ask, by name.")),
            ("registries", Named(Text("A query; a table's bare name means the one that the project builds."), "Queries whose rows are kept with each checkpoint.")),
            ("fallbacks", Named(Texts("The models that stand in, best first."), "Models that stand in for one that cannot be built.")),
            ("reports", Named(Report(), "Files that are written when a run has ended.")),
            ("settings", Mapping(
                ("strict_vars", Of("boolean", "False where an unknown variable is no error. Default true.")),
                ("threads", Number(1, 1024, "Most steps at a time; the profile's setting where absent.")),
                ("seed_var", Text("The variable that `--seeds` sets. Default random_seed.")))),
            ("freshness", Named(Mapping(("column", Any()), ("warn_after", Any()), ("error_after", Any())), "Reserved.")),
            ("alerts", Named(Mapping(("on", Any()), ("to", Any()), ("select", Any()), ("severity", Any()), ("after", Any())), "Reserved.")));
        root.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        root.Insert(1, "title", "sluice.yml");
        return root;
    }

    private static JsonObject Partitions() => new()
    {
        ["oneOf"] = new JsonArray(
            PartitionsBy("range", List(AnyOf(Of("integer"), Of("string")), "The first and the last key, whole numbers; Jinja may give them.")),
            PartitionsBy("keys", List(AnyOf(Of("string"), Of("number")), "The keys, in their order.")),
            Required(Mapping(("dimensions", List(Text(""), "Partitions beside these whose keys are combined, the one that goes on in time first."))), "dimensions"),
            PartitionsBy("dates", Required(
                Mapping(
                    ("from", Text("The first day, or the day that holds the first period: 2024-01-01.")),
                    ("to", Text("The last day, or `today`.")),
                    ("by", Words("The length of a partition. Default day.", [.. Enum.GetNames<PartitionPeriod>().Select(name => name.ToLowerInvariant())])),
                    ("timezone", Text("Where `today` is taken. Default UTC."))),
                "from", "to"))),
    };

    private static JsonObject PartitionsBy(string key, JsonObject keys) => Required(
        Mapping((key, keys), ("var", Text("The variable that holds the key while a partition is built.")), ("column", Text("The column that holds the key; the partitions' name where absent."))), key);

    private static JsonObject Stage() => Required(
        Mapping(
            ("name", Text("The stage.")),
            ("select", Texts("What it builds, in the words of --select.")),
            ("depends_on", Texts("The stages that must have ended; the one before it where absent.")),
            ("parallel", Number(1, 1000, "Most of its steps at a time.")),
            ("requires", OneOrMore(Prerequisite(), "What must hold before it begins.")),
            ("gate", Texts("The rules that must hold when it has ended.")),
            ("on_failure", Mapping(
                ("retry", Number(0, 100, "How often what failed is run again. Default 0.")),
                ("rebuild", Texts("Models that are built again before the gate is asked again.")),
                ("then", Words("What follows the last try. Default stop.", "stop", "rollback", "continue")))),
            ("checkpoint", Of("boolean", "True where its end is put on record.")),
            ("timeout", Time("The longest that it may take in one partition: 30m.")),
            ("sla", Time("How long it is expected to take in one partition: 5m."))),
        "name", "select");

    private static JsonObject Prerequisite() => AnyOf(
        Text("previous_partition_complete, or the name of the partitions in its place."),
        Required(Mapping(("row", Required(Mapping(("model", Text("The model.")), ("where", Text("A condition."))), "model"))), "row"),
        Required(Mapping(("not_empty", Text("A model that must hold rows."))), "not_empty"),
        Required(Mapping(("relation", Text("A relation that must exist."))), "relation"),
        Required(Mapping(("sql", Text("A query whose first value must be true."))), "sql"),
        Required(Mapping(("file", Text("A file that must exist.")), ("max_age", Time("How old it may be."))), "file"));

    private static JsonObject Rule() => new()
    {
        ["oneOf"] = new JsonArray([.. RuleKind.All.Values.OrderBy(kind => kind.Name, StringComparer.Ordinal).Select(RuleOf)]),
    };

    private static JsonObject RuleOf(RuleKind kind)
    {
        var rule = Mapping(
        [
            ("kind", new JsonObject { ["const"] = kind.Name }),
            ("severity", Words("Whether what it finds stops what lies behind its gate. Default error.", "warn", "error")),
            ("warn", Scalar(kind.Thresholds == ThresholdForm.Age ? "The age from which it warns: 12h." : "The number, or share such as 5%, above which it warns.")),
            ("error", Scalar(kind.Thresholds == ThresholdForm.Age ? "The age from which it fails: 36h." : "The number, or share such as 5%, above which it fails.")),
            ("description", Text("What it is for.")),
            .. kind.Keys.Select(key => (key, RuleKey(key))),
        ]);
        var needs = kind.Needs.Where(need => !need.Contains('|', StringComparison.Ordinal)).Append("kind").ToArray();
        rule["required"] = Names(needs);
        foreach (var choice in kind.Needs.Select(need => need.Split('|')).Where(choice => choice.Length > 1))
        {
            rule["anyOf"] = new JsonArray([.. choice.Select(key => new JsonObject { ["required"] = Names(key) })]);
        }

        return rule;
    }

    private static JsonObject RuleKey(string key) => key switch
    {
        "models" or "column" or "key" or "order" => Texts(""),
        "to" => OneOrMore(Required(Mapping(("model", Text("")), ("column", Texts("")), ("where", Text(""))), "model"), "What it is compared with."),
        "returns" => Words("Default rows.", "rows", "number"),
        "measure" => Words("Default count.", Measure.Words),
        "against" => AnyOf(
            Words("What it is compared with.", "previous_partition", "previous_run"),
            Required(Mapping(("mean_of", Number(1, 1000, "How many.")), ("over", Words("", "partitions", "runs"))), "mean_of")),
        _ => Scalar(""),
    };

    private static JsonObject Report() => Required(
        Mapping(
            ("model", Text("The model whose rows it shows.")),
            ("path", Text("The file, in the target folder; Jinja may name the partition.")),
            ("per", Words("One file for each partition, or one for the run. Default run.", "partition", "run")),
            ("format", Words("Default json.", "json", "csv", "html")),
            ("print", Of("boolean", "True where its rows are printed too."))),
        "model", "path");

    private static JsonObject Mapping(params (string Key, JsonObject Value)[] properties) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create<string, JsonNode?>(property.Key, property.Value))),
        ["additionalProperties"] = false,
    };

    private static JsonObject Named(JsonObject value, string description) =>
        Described(new JsonObject { ["type"] = "object", ["additionalProperties"] = value }, description);

    private static JsonObject Required(JsonObject mapping, params string[] keys)
    {
        mapping["required"] = Names(keys);
        return mapping;
    }

    private static JsonObject List(JsonObject item, string description) => Described(new JsonObject { ["type"] = "array", ["items"] = item }, description);

    private static JsonObject OneOrMore(JsonObject item, string description) => Described(AnyOf(item, List(item.DeepClone().AsObject(), "")), description);

    private static JsonObject Texts(string description) => OneOrMore(Scalar(""), description);

    private static JsonObject Text(string description) => Of("string", description);

    private static JsonObject Scalar(string description) => Described(new JsonObject { ["type"] = Names("string", "number", "boolean") }, description);

    private static JsonObject Time(string description) => Described(new JsonObject { ["type"] = "string", ["pattern"] = Duration }, description);

    private static JsonObject Number(int minimum, int maximum, string description) =>
        Described(new JsonObject { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum }, description);

    private static JsonObject Words(string description, params string[] words) => Described(new JsonObject { ["enum"] = Names(words) }, description);

    private static JsonObject Of(string type, string description = "") => Described(new JsonObject { ["type"] = type }, description);

    private static JsonObject Any() => [];

    private static JsonObject AnyOf(params JsonNode[] choices) => new() { ["anyOf"] = new JsonArray(choices) };

    private static JsonObject Described(JsonObject schema, string description)
    {
        if (description.Length > 0)
        {
            schema["description"] = description;
        }

        return schema;
    }

    private static JsonArray Names(params string[] names) => new([.. names.Select(name => JsonValue.Create(name))]);
}
