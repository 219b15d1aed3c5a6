using System.Collections.Immutable;
using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Scenarios;

namespace Sluice.Sql.Project;

/// <summary>Finds profiles.yml and reads the target that a run builds in. Only that target's Jinja is rendered.</summary>
internal sealed class ProfileReader(ProjectOptions options, JinjaDialect dialect, Variables variables, DiagnosticBag diagnostics)
{
    private static readonly string[] Reserved =
        ["type", "schema", "database", "path", "threads", "settings", "config_options", "extensions", "attach", "secrets", "external_root"];

    // Keys of dbt-duckdb that have no meaning in one process.
    private static readonly string[] Accepted =
        ["keep_open", "is_ducklake", "disable_transactions", "plugins", "filesystems", "module_paths", "retries", "remote", "use_credential_provider", "motherduck_token", "config", "schema_name"];

    internal Target? Read(DbtProjectFile project)
    {
        if (ReadFile(project) is not { } source || YamlFile.Parse(source, diagnostics) is not YamlMapping root)
        {
            return null;
        }

        var scope = new YamlScope(dialect, options.Invocation, diagnostics, allowSecrets: true).WithVariables(variables, project.Name);
        var (name, place) = ProfileName(project, scope);
        if (name is null)
        {
            diagnostics.Add(ProjectErrors.NoProfileNamed(project.Source));
            return null;
        }

        if (root.Find(name) is not { Value: YamlMapping profile })
        {
            var known = root.Entries.Select(entry => entry.Key.Text).Where(key => key != "config").Order(StringComparer.Ordinal);
            diagnostics.Add(ProjectErrors.UnknownProfile(place?.Source ?? project.Source, place?.Span ?? default, name, known));
            return null;
        }

        return ReadProfile(name, profile, scope);
    }

    // An application whose project is its own has a profile of its own, unless the user gives one.
    private SourceText? ReadFile(DbtProjectFile project)
    {
        if (options is { Code: { } code, ProfilesFolder: null } && project.Source.Text == code.ProjectText && !File.Exists(Path.Combine(options.ProjectFolder, "profiles.yml")))
        {
            return new SourceText("(application)/profiles.yml", code.ProfileText);
        }

        return FindFile() is { } path ? ProjectFiles.TryRead(path, Path.GetFileName(path), diagnostics) : null;
    }

    private string? FindFile()
    {
        var home = options.Invocation.Environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var given = options.ProfilesFolder ?? options.Invocation.Environment("DBT_PROFILES_DIR");
        string[] folders = given is not null
            ? [given]
            : [.. new[] { Environment.CurrentDirectory, options.ProjectFolder }.Distinct(StringComparer.Ordinal), Path.Combine(home, ".dbt")];
        foreach (var folder in folders)
        {
            var path = Path.Combine(folder, "profiles.yml");
            if (File.Exists(path))
            {
                return path;
            }
        }

        diagnostics.Add(ProjectErrors.NoProfiles(folders));
        return null;
    }

    private (string? Name, YamlScalar? Place) ProfileName(DbtProjectFile project, YamlScope scope) =>
        options.Profile is { } given ? (given, null)
        : project.Profile is { Value: not null } scalar ? (JinjaValue.ToText(scope.Render(scalar)), scalar)
        : (null, null);

    private Target? ReadProfile(string name, YamlMapping profile, YamlScope scope)
    {
        if (profile.Get("outputs") is not YamlMapping outputs)
        {
            diagnostics.Add(YamlErrors.MissingKey(profile, "outputs", $"the profile `{name}`"));
            return null;
        }

        var own = profile.Get("target") as YamlScalar;
        var target = options.Target ?? options.Invocation.Environment("DBT_TARGET")
            ?? (own is { Value: not null } ? JinjaValue.ToText(scope.Render(own)) : "default");
        if (outputs.Find(target) is not { Value: YamlMapping output })
        {
            var place = options.Target is null && own is not null ? (YamlNode)own : outputs;
            diagnostics.Add(ProjectErrors.UnknownTarget(
                place.Source, options.Target is null && own is not null ? own.Span : new SourceSpan(outputs.Span.Start, outputs.Span.Start),
                name, target, outputs.Entries.Select(entry => entry.Key.Text)));
            return null;
        }

        return ReadOutput(name, target, new YamlReader(output, $"the target `{target}`", diagnostics), scope);
    }

    private Target? ReadOutput(string profile, string target, YamlReader reader, YamlScope scope)
    {
        object? Value(string key) => YamlValues.ToValue(reader.Node(key), scope.Render);
        string? Text(string key) => Value(key) is { } value ? JinjaValue.ToText(value) : null;

        var type = Text("type");
        if (type is null)
        {
            diagnostics.Add(YamlErrors.MissingKey(reader.Mapping, "type", reader.Where));
            return null;
        }

        if (!string.Equals(type, options.Builtins.AdapterType, StringComparison.Ordinal))
        {
            diagnostics.Add(ProjectErrors.UnknownAdapter(reader.Node("type")!, type, options.Builtins.AdapterType));
            return null;
        }

        var path = Text("path") ?? ":memory:";
        // Read even where the command line outranks it, so that the key counts as known.
        var threads = ToInteger(reader, Value("threads"));
        var result = new Target
        {
            Name = target,
            ProfileName = profile,
            Source = reader.Mapping.Source,
            Type = type,
            Schema = Text("schema") ?? "main",
            Path = Target.PathAt(path, options.Place),
            Database = Text("database") ?? CatalogOf(path),
            Threads = Math.Max(1, options.Threads ?? (int)Math.Min(threads ?? 1, 1024)),
            Settings = Pairs(Value("settings")),
            ConfigOptions = Pairs(Value("config_options")),
            Extensions = Extensions(Value("extensions")),
            Attach = [.. Items(Value("attach")).OfType<JinjaDict>().Select(ToAttached).OfType<AttachedDatabase>()],
            Secrets = [.. Items(Value("secrets")).OfType<JinjaDict>().Select(ToSecret)],
            ExternalRoot = options.Place is { } place ? Path.Combine(Text("external_root") ?? ".", place) : Text("external_root"),
        };
        if (options.Place is not null && result.Attach.FirstOrDefault(attached => !attached.ReadOnly) is { } shared)
        {
            diagnostics.Add(ScenarioErrors.SharedDatabase(result.Source, shared.Path));
        }

        reader.Accept(Accepted);
        reader.Finish(Severity.Warning);
        return result with
        {
            Values =
            [
                .. reader.Mapping.Entries.Where(entry => entry.Key.Text is not ("secrets" or "motherduck_token") && Reserved.Contains(entry.Key.Text))
                    .Select(entry => KeyValuePair.Create(entry.Key.Text, entry.Key.Text == "path" ? result.Path : Value(entry.Key.Text))),
            ],
        };
    }

    private long? ToInteger(YamlReader reader, object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case long number:
                return number;
            case string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                return number;
            default:
                diagnostics.Add(YamlErrors.WrongKind(reader.Node("threads")!, "threads", "a whole number"));
                return null;
        }
    }

    // DuckDB names the catalog after the file.
    private static string CatalogOf(string path)
    {
        if (path.StartsWith(":memory:", StringComparison.Ordinal) || path.Length == 0)
        {
            return "memory";
        }

        if (path.StartsWith("md:", StringComparison.Ordinal))
        {
            return path[3..].Split('?')[0];
        }

        var stem = Path.GetFileNameWithoutExtension(path);
        return stem.Length == 0 ? "memory" : stem;
    }

    private static IEnumerable<object?> Items(object? value) => value switch { null => [], JinjaList list => list, _ => [value] };

    private static ImmutableArray<KeyValuePair<string, object?>> Pairs(object? value) =>
        value is JinjaDict dict ? [.. dict.Select(pair => KeyValuePair.Create(JinjaValue.ToText(pair.Key), pair.Value))] : [];

    private static ImmutableArray<string> Extensions(object? value) =>
    [
        .. Items(value).Select(item => item is JinjaDict dict
            ? JinjaValue.ToText(dict.TryGetValue("name", out var name) ? name : dict.Keys.FirstOrDefault())
            : JinjaValue.ToText(item)),
    ];

    private static AttachedDatabase? ToAttached(JinjaDict dict)
    {
        string? Text(string key) => dict.TryGetValue(key, out var value) && value is not null ? JinjaValue.ToText(value) : null;
        return Text("path") is { } path
            ? new AttachedDatabase(
                path, Text("alias"), Text("type"), dict.TryGetValue("read_only", out var readOnly) && readOnly is true,
                Pairs(dict.TryGetValue("options", out var options) ? options : null))
            : null;
    }

    private static DatabaseSecret ToSecret(JinjaDict dict)
    {
        string? Text(string key) => dict.TryGetValue(key, out var value) && value is not null ? JinjaValue.ToText(value) : null;
        return new DatabaseSecret(
            Text("name"), Text("type") ?? "",
            [
                .. dict.Where(pair => pair.Key is not ("name" or "type"))
                    .Select(pair => KeyValuePair.Create(JinjaValue.ToText(pair.Key), new SecretText(JinjaValue.ToText(pair.Value)))),
            ]);
    }
}
