using System.Collections.Concurrent;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project.Caching;

/// <summary>
/// What rendering the project's files while parsing told the last time, kept by what it depends on: a file whose text and
/// surroundings are the same need not be compiled or rendered to know what it reads. Safe to use from several threads.
/// </summary>
internal sealed class ParseCache
{
    private readonly string _path;
    private readonly Digest _program;
    private readonly Digest _before;
    private readonly Dictionary<string, CacheEntry> _kept;
    private readonly ConcurrentDictionary<string, CacheEntry> _now = new(StringComparer.Ordinal);
    private ParseSurroundings? _surroundings;
    private RenderCodec? _codec;
    private bool _isValid;

    private ParseCache(string path, Digest program)
    {
        _path = path;
        _program = program;
        (_before, _kept) = CacheFile.Read(path, program);
    }

    /// <summary>Reads the cache of a project.</summary>
    /// <param name="targetFolder">The folder of artifacts, which a user deletes to begin anew.</param>
    /// <param name="builtins">What the database's side brings along.</param>
    internal static ParseCache Open(string targetFolder, ISqlBuiltins builtins) =>
        new(Path.Combine(targetFolder, "partial_parse.sluice"), ParseSurroundings.Program(builtins));

    /// <summary>Whether a file is one whose template was rendered before, and that defines nothing for others.</summary>
    internal bool HasSame(LoadedFile file) => _kept.TryGetValue(KeyOf(file), out var entry) && entry.Content == file.Content;

    /// <summary>The tree of a properties file, parsed where its text is another one than the last time.</summary>
    internal YamlNode? Tree(ProjectFile file, SourceText source, DiagnosticBag diagnostics)
    {
        var (key, content) = (KeyOf(file), Digest.Of(source.Text));
        if (_kept.TryGetValue(key, out var entry) && entry.Content == content)
        {
            _now[key] = entry;
            return TreeReader.Read(entry.Bytes, source);
        }

        var found = new DiagnosticBag();
        var root = YamlFile.Parse(source, found);
        var problems = found.ToSorted();
        diagnostics.AddRange(problems);
        if (root is not null && problems.IsEmpty && TreeWriter.Write(root) is { } bytes)
        {
            _now[key] = new CacheEntry(content, bytes);
        }

        return root;
    }

    /// <summary>Tells what the renders of this load depend on; nothing is found before.</summary>
    internal void Enter(ProjectContext context)
    {
        var sources = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var source in context.Macros.All.Select(macro => macro.Source))
        {
            sources.TryAdd(source.Path, source);
        }

        _surroundings = new ParseSurroundings(context);
        _codec = new RenderCodec(_surroundings, path => sources.GetValueOrDefault(path));
        _isValid = _surroundings.All() == _before;
    }

    /// <summary>What a file's render told; null where that is not known.</summary>
    internal KeptRender? Find(LoadedFile file, SqlNode node)
    {
        if (!_isValid || !HasSame(file))
        {
            return null;
        }

        try
        {
            var found = _codec!.Read(_kept[KeyOf(file)].Bytes, node.PackageName, file.Source);
            // What does not depend on the node's config is decided before the node has one.
            return found is null || found.Kinds.HasFlag(RenderInput.Node) || found.State == _surroundings!.Of(found.Kinds, node) ? found : null;
        }
        catch (Exception error) when (error is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether what was found fits a node as it is now.</summary>
    internal bool Fits(KeptRender found, SqlNode node, PartitionSet? set) => found.Fits(node, set, _surroundings!);

    /// <summary>Keeps what was found for the next time, too.</summary>
    internal void KeepOn(LoadedFile file) => _now[KeyOf(file)] = _kept[KeyOf(file)];

    /// <summary>Keeps what a render has told, where that can be.</summary>
    internal void Keep(LoadedFile file, SqlNode node, PartitionSet? set, IReadOnlyList<StaticCall> calls, ParseCapture all, ParseCapture? first)
    {
        if (_codec!.Write(node, file.Source, set, calls, all, first) is { } render)
        {
            _now[KeyOf(file)] = new CacheEntry(file.Content, render);
        }
        else
        {
            _now.TryRemove(KeyOf(file), out _);
        }
    }

    /// <summary>Writes the cache where it has changed. Where that is not possible, the next load is as slow as this one.</summary>
    internal void Save()
    {
        var isSame = _isValid && _now.Count == _kept.Count
            && _now.All(pair => _kept.TryGetValue(pair.Key, out var before) && (ReferenceEquals(before, pair.Value)
                || before.Content == pair.Value.Content && before.Bytes.AsSpan().SequenceEqual(pair.Value.Bytes)));
        if (!isSame && _surroundings is not null)
        {
            CacheFile.TryWrite(_path, _program, _surroundings.All(), [.. _now]);
        }
    }

    private static string KeyOf(LoadedFile file) => KeyOf(file.File);

    private static string KeyOf(ProjectFile file) => $"{file.Kind}\n{file.Package.Name}\n{file.OriginalPath}";
}
