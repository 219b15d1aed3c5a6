using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Assets;
using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Graph;

/// <summary>
/// The version of the code and configuration that build a node: its text, the macros that it can reach, its config, the
/// variables it reads, where it is built, and files that its SQL names. Nothing is rendered and no database is asked.
/// </summary>
internal sealed class CodeVersions
{
    private readonly SqlProject _project;
    private readonly Dictionary<string, MacroEntry[]> _macrosByWord;
    private readonly ConcurrentDictionary<string, string[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _bases = new(StringComparer.Ordinal);

    internal CodeVersions(SqlProject project)
    {
        _project = project;
        // A macro is reached by its name, or by what `adapter.dispatch` makes of it.
        _macrosByWord = project.Macros.All
            .SelectMany(macro => NamesOf(macro.Name).Select(name => (name, macro)))
            .GroupBy(pair => pair.name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.macro).ToArray(), StringComparer.Ordinal);
    }

    internal string Of(SqlNode node, PartitionKey partition)
    {
        var version = _bases.GetOrAdd(node.UniqueId, _ => Base(node));
        return partition.IsNone ? version : Hash($"{version}\n{partition.Text}");
    }

    private static IEnumerable<string> NamesOf(string name)
    {
        yield return name;
        var prefix = name.IndexOf("__", StringComparison.Ordinal);
        if (prefix > 0)
        {
            yield return name[(prefix + 2)..];
        }
    }

    private string Base(SqlNode node)
    {
        var text = new StringBuilder();
        Append(text, "kind", node.ResourceType);
        Append(text, "code", Normalised(node));
        Append(text, "config", Config(node));
        Append(text, "relation", node.Relation?.RenderName() ?? "");
        Append(text, "target", $"{_project.Target.Type} {_project.Target.Name} {_project.Target.Schema} {_project.Target.Database}");
        if (_project.Invocation is { Empty: true } or { Sample: not null })
        {
            // What is built of a part of its inputs is not what the whole would be.
            Append(text, "read", $"{_project.Invocation.Empty} {_project.Invocation.Sample}");
        }

        if (node is TestNode { Generic: { } generic })
        {
            Append(text, "arguments", JinjaValue.Repr(new JinjaDict(generic.Arguments)));
        }

        if (node is UnitTestNode { Model: { } model } test)
        {
            Append(text, "model", _bases.GetOrAdd(model.UniqueId, _ => Base(model)));
            Append(text, "rows", string.Join('\n', test.Given.Select(input => $"{input.Text} {Rows(input.Rows)}").Append(Rows(test.Expected))));
            Append(text, "overrides", string.Join('\n', test.Macros.Concat(test.Vars).Concat(test.EnvironmentVars).Select(pair => $"{pair.Key}={JinjaValue.Repr(pair.Value)}")));
        }

        if (node is ModelNode { Code.Inputs: { } inputs })
        {
            Append(text, "inputs", inputs());
        }

        if (node.Partitions is { } set)
        {
            // The keys do not count: one more year changes no year that is built.
            Append(text, "partitions", $"{set.Name} {set.Column} {set.Variable}{string.Concat(set.Dimensions.Select(dimension => $" {dimension.Name} {dimension.Column} {dimension.Variable}"))}");
        }

        var macros = MacrosOf(node);
        foreach (var macro in macros)
        {
            Append(text, macro.UniqueId, macro.Text.ReplaceLineEndings("\n"));
        }

        AppendVariables(text, node, macros);
        AppendFiles(text, node);
        foreach (var parent in node.Dependencies.Select(dependency => _project.Graph.Find(dependency.UniqueId)).OfType<ModelNode>().Where(parent => parent.IsEphemeral))
        {
            Append(text, parent.UniqueId, _bases.GetOrAdd(parent.UniqueId, _ => Base(parent)));
        }

        return Hash(text.ToString());
    }

    private static string Rows(UnitTestRows rows) =>
        rows.Sql ?? string.Join('\n', rows.Items.Select(row => string.Join(',', row.Select(pair => $"{pair.Key}={JinjaValue.Repr(pair.Value)}"))));

    private static void Append(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}[{value.Length}]={value}\n");

    private static string Normalised(SqlNode node) => node is SeedNode seed ? SeedHash(seed) : node.RawCode.ReplaceLineEndings("\n");

    // dbt: a seed counts by its content, a large one by its path; ours by size and time where it is large.
    private static string SeedHash(SeedNode seed)
    {
        var info = new FileInfo(seed.FilePath);
        return !info.Exists ? "missing"
            : info.Length > 1 << 20 ? string.Create(CultureInfo.InvariantCulture, $"{info.Length} {info.LastWriteTimeUtc.Ticks}")
            : Hash(File.ReadAllText(seed.FilePath).ReplaceLineEndings("\n"));
    }

    private static string Config(SqlNode node) => string.Join('\n', node.Config.Items
        .Where(pair => pair.Key is not ("tags" or "meta" or "docs" or "group" or "access" or "enabled"))
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{pair.Key}={JinjaValue.Repr(pair.Value)}"));

    // Every word of a text that is a macro's name counts as a call: too many are harmless, one too few is not.
    private List<MacroEntry> MacrosOf(SqlNode node)
    {
        var found = new SortedDictionary<string, MacroEntry>(StringComparer.Ordinal);
        var open = new Stack<string>();
        open.Push(node.RawCode);
        foreach (var hook in node.Config.PreHooks.Concat(node.Config.PostHooks))
        {
            open.Push(hook.Sql);
        }

        foreach (var id in node.MacroDependencies)
        {
            Visit(id[(id.LastIndexOf('.') + 1)..]);
        }

        while (open.TryPop(out var text))
        {
            foreach (var word in _words.GetOrAdd(text, WordsOf))
            {
                Visit(word);
            }
        }

        return [.. found.Values];

        void Visit(string word)
        {
            foreach (var macro in _macrosByWord.GetValueOrDefault(word) ?? [])
            {
                if (found.TryAdd(macro.UniqueId, macro))
                {
                    open.Push(macro.Text);
                }
            }
        }
    }

    private string[] WordsOf(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var lookup = _macrosByWord.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_'))
            {
                i++;
            }

            if (i > start && lookup.ContainsKey(text.AsSpan(start, i - start)))
            {
                words.Add(text[start..i]);
            }
        }

        return [.. words];
    }

    private void AppendVariables(StringBuilder text, SqlNode node, List<MacroEntry> macros)
    {
        var names = new SortedSet<string>(node.Variables, StringComparer.Ordinal);
        names.UnionWith(VariableScan.NamesIn(node.RawCode));
        foreach (var macro in macros)
        {
            names.UnionWith(VariableScan.NamesIn(macro.Text));
        }

        foreach (var name in names)
        {
            var isKey = string.Equals(node.Partitions?.Variable, name, StringComparison.Ordinal) || node.Partitions?.Dimensions.Any(dimension => dimension.Variable == name) == true;
            var value = !isKey && _project.Context.Variables.TryGet(node.PackageName, name, out var found) ? JinjaValue.Repr(found) : "";
            Append(text, $"var {name}", value);
            AppendFile(text, value.Trim('\''));
        }

        foreach (var name in node.EnvironmentVariables)
        {
            Append(text, $"env {name}", _project.Invocation.Environment(name) ?? "");
        }
    }

    private void AppendFiles(StringBuilder text, SqlNode node)
    {
        // The file that the model writes is no input of it.
        var own = node is ModelNode { Materialized: "external" } ? node.Config.GetString("location") : null;
        foreach (var literal in FileNames.In(node.RawCode).Where(literal => literal != own))
        {
            AppendFile(text, literal);
        }

        foreach (var source in node.Dependencies.Select(dependency => _project.Graph.Find(dependency.UniqueId)).OfType<SourceNode>())
        {
            foreach (var literal in FileNames.In(source.Relation?.External ?? ""))
            {
                AppendFile(text, literal);
            }
        }
    }

    private void AppendFile(StringBuilder text, string name)
    {
        if (FileNames.IsFile(name))
        {
            Append(text, $"file {name}", FileNames.Version(_project.Folder, name));
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
