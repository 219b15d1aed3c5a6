using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project.Caching;

/// <summary>Reads what <see cref="TreeWriter"/> has written.</summary>
internal sealed class TreeReader
{
    private readonly CacheReader _reader;
    private readonly SourceText _source;
    private readonly List<YamlNode> _nodes = [];
    private readonly List<string> _texts = [];

    private TreeReader(CacheReader reader, SourceText source) => (_reader, _source) = (reader, source);

    /// <summary>The tree of a file.</summary>
    /// <exception cref="IOException">The bytes are not those of a tree.</exception>
    internal static YamlNode Read(byte[] bytes, SourceText source)
    {
        using var reader = new CacheReader(new MemoryStream(bytes, writable: false));
        return new TreeReader(reader, source).Node();
    }

    private YamlNode Node()
    {
        var kind = (NodeKind)_reader.ReadByte();
        if (kind == NodeKind.Again)
        {
            return _nodes[_reader.Count()];
        }

        var span = _reader.Span();
        YamlNode node = kind switch
        {
            NodeKind.Sequence => Sequence(span),
            NodeKind.Mapping => Mapping(span),
            _ => Scalar(kind, span),
        };
        _nodes.Add(node);
        return node;
    }

    private YamlScalar Scalar(NodeKind kind, SourceSpan span)
    {
        var text = Text();
        return new YamlScalar(text, kind == NodeKind.Resolved ? YamlScalars.Resolve(text) : text, kind != NodeKind.QuotedText, _source, span);
    }

    private YamlSequence Sequence(SourceSpan span)
    {
        var count = _reader.Count();
        var items = new List<YamlNode>(count);
        for (; count > 0; count--)
        {
            items.Add(Node());
        }

        return new YamlSequence(items, _source, span);
    }

    private YamlMapping Mapping(SourceSpan span)
    {
        var count = _reader.Count();
        var entries = new List<YamlEntry>(count);
        for (; count > 0; count--)
        {
            entries.Add(new YamlEntry((YamlScalar)Node(), Node()));
        }

        return new YamlMapping(entries, _source, span);
    }

    private string Text()
    {
        var known = _reader.Count();
        if (known > 0)
        {
            return _texts[known - 1];
        }

        var text = _reader.ReadString();
        _texts.Add(text);
        return text;
    }
}
