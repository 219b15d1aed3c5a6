using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>What the files of a project say that changes nothing about a run: docs blocks, groups, descriptions of macros, metrics. Read when it is first asked for.</summary>
internal sealed class ProjectTexts
{
    private readonly LoadedFile[] _files;
    private readonly Func<string, YamlNode?, object?> _render;
    private readonly Lazy<ImmutableArray<DocsBlock>> _docs;
    private readonly Lazy<ImmutableArray<DeclaredEntry>> _declared;
    private readonly Lazy<ImmutableDictionary<(string Package, string Name), MacroText>> _macros;
    private readonly Lazy<Dictionary<string, LoadedFile>> _byPath;

    internal ProjectTexts(LoadedFile[] files, Func<string, YamlNode?, object?> render)
    {
        _files = files;
        _render = render;
        _docs = new(() => [.. FindDocs()]);
        _declared = new(() => [.. FindDeclared()]);
        _macros = new(() => FindMacros());
        _byPath = new(() =>
        {
            var found = new Dictionary<string, LoadedFile>(_files.Length, StringComparer.Ordinal);
            foreach (var file in _files)
            {
                found.TryAdd(file.Source.Path, file);
            }

            return found;
        });
    }

    /// <summary>The docs blocks of all packages.</summary>
    internal ImmutableArray<DocsBlock> Docs => _docs.Value;

    /// <summary>The groups of all packages.</summary>
    internal IEnumerable<DeclaredEntry> Groups => Declared("groups");

    /// <summary>What properties files say about macros.</summary>
    internal ImmutableDictionary<(string Package, string Name), MacroText> Macros => _macros.Value;

    /// <summary>The entries of a list of properties files that no node is made of, such as <c>metrics</c>.</summary>
    internal IEnumerable<DeclaredEntry> Declared(string list) => _declared.Value.Where(entry => entry.List == list);

    /// <summary>The entries of selectors.yml, as they are written.</summary>
    internal static IEnumerable<JinjaDict> Selectors(string folder)
    {
        var path = Path.Combine(folder, "selectors.yml");
        // What is wrong with it is told when a selection needs it.
        return File.Exists(path) && ProjectFiles.TryRead(path, "selectors.yml", new DiagnosticBag()) is { } source
            && YamlFile.Parse(source, new DiagnosticBag()) is YamlMapping root && root.Get("selectors") is YamlSequence list
            ? list.Items.Select(item => YamlValues.ToValue(item)).OfType<JinjaDict>().Where(selector => selector.TryGetValue("name", out var name) && name is string)
                .DistinctBy(selector => selector["name"])
            : [];
    }

    /// <summary>A file's path below the folder of its package.</summary>
    internal string PathOf(SourceText source) => _byPath.Value.GetValueOrDefault(source.Path)?.File.OriginalPath ?? source.Path;

    private IEnumerable<DocsBlock> FindDocs() => _files.SelectMany(file => (file.Template?.Blocks ?? []).Where(block => block.Tag == "docs")
        .Select(block => new DocsBlock(block.Name, file.File, block.BodyText.Trim())));

    private IEnumerable<DeclaredEntry> FindDeclared()
    {
        foreach (var file in _files)
        {
            foreach (var list in file.Properties is null ? [] : (string[])["groups", "metrics", "semantic_models", "saved_queries"])
            {
                foreach (var entry in (file.Properties!.Root.Get(list) as YamlSequence)?.Items.OfType<YamlMapping>() ?? [])
                {
                    if (entry.Get("name") is YamlScalar { Value: not null } name && _render(file.File.Package.Name, entry) is JinjaDict values)
                    {
                        yield return new DeclaredEntry(list, name.Text, file.File, values);
                    }
                }
            }
        }
    }

    private ImmutableDictionary<(string Package, string Name), MacroText> FindMacros()
    {
        var found = ImmutableDictionary.CreateBuilder<(string Package, string Name), MacroText>();
        foreach (var entry in _files.SelectMany(file => file.Properties?.Nodes ?? []).Where(entry => entry.Kind == "macros"))
        {
            found[(entry.File.Package.Name, entry.Name)] = new MacroText(
                (entry.Mapping.Get("description") as YamlScalar)?.Text ?? "",
                _render(entry.File.Package.Name, entry.Mapping.Get("meta") ?? (entry.Mapping.Get("config") as YamlMapping)?.Get("meta")) as JinjaDict,
                $"{entry.File.Package.Name}://{entry.File.OriginalPath}",
                [.. ((entry.Mapping.Get("arguments") as YamlSequence)?.Items.OfType<YamlMapping>() ?? []).Select(item => (Text(item, "name") ?? "", Text(item, "type"), Text(item, "description") ?? ""))]);
        }

        return found.ToImmutable();
    }

    private static string? Text(YamlMapping mapping, string key) => (mapping.Get(key) as YamlScalar)?.Text;
}

/// <summary>A docs block.</summary>
/// <param name="Name">The name that <c>doc</c> takes.</param>
/// <param name="File">The file.</param>
/// <param name="Text">The text.</param>
internal sealed record DocsBlock(string Name, ProjectFile File, string Text)
{
    internal string UniqueId => $"doc.{File.Package.Name}.{Name}";
}

/// <summary>An entry of a properties file that is kept and not run.</summary>
/// <param name="List">The list it stands in.</param>
/// <param name="Name">Its name.</param>
/// <param name="File">The file.</param>
/// <param name="Values">All that it says, rendered.</param>
internal sealed record DeclaredEntry(string List, string Name, ProjectFile File, JinjaDict Values)
{
    /// <summary>The value of a key; null where it is absent.</summary>
    internal object? this[string key] => Values.TryGetValue(key, out var value) ? value : null;
}

/// <summary>What a properties file says about a macro.</summary>
/// <param name="Description">The text for people.</param>
/// <param name="Meta">What the user keeps there; null for nothing.</param>
/// <param name="PatchPath">The file, as <c>package://path</c>.</param>
/// <param name="Arguments">The arguments.</param>
internal sealed record MacroText(string Description, JinjaDict? Meta, string PatchPath, ImmutableArray<(string Name, string? Type, string Description)> Arguments);
