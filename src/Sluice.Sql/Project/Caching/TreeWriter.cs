using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project.Caching;

/// <summary>Turns the tree of a YAML file into bytes. A text that comes again is written once, and so is a node that aliases name.</summary>
internal sealed class TreeWriter
{
    private readonly CacheWriter _writer;
    private readonly Dictionary<YamlNode, int> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    private TreeWriter(CacheWriter writer) => _writer = writer;

    /// <summary>The bytes; null where the tree has a value that its text does not tell.</summary>
    internal static byte[]? Write(YamlNode root)
    {
        using var buffer = new MemoryStream();
        using var writer = new CacheWriter(buffer);
        if (!new TreeWriter(writer).TryNode(root))
        {
            return null;
        }

        writer.Flush();
        return buffer.ToArray();
    }

    private bool TryNode(YamlNode node)
    {
        if (_nodes.TryGetValue(node, out var known))
        {
            _writer.Write((byte)NodeKind.Again);
            _writer.Count(known);
            return true;
        }

        var isWritten = node switch
        {
            YamlScalar scalar => TryScalar(scalar),
            YamlSequence sequence => TrySequence(sequence),
            YamlMapping mapping => TryMapping(mapping),
            _ => false,
        };
        // Counted where it ends, as the reader does, which has it only then.
        _nodes.Add(node, _nodes.Count);
        return isWritten;
    }

    private bool TryScalar(YamlScalar scalar)
    {
        var isText = scalar.Value is string text && text == scalar.Text;
        Start(isText ? scalar.IsPlain ? NodeKind.PlainText : NodeKind.QuotedText : NodeKind.Resolved, scalar);
        Text(scalar.Text);
        return isText || (scalar.IsPlain && Equals(YamlScalars.Resolve(scalar.Text), scalar.Value));
    }

    private bool TrySequence(YamlSequence sequence)
    {
        Start(NodeKind.Sequence, sequence);
        _writer.Count(sequence.Items.Count);
        return sequence.Items.TrueForAll(TryNode);
    }

    private bool TryMapping(YamlMapping mapping)
    {
        Start(NodeKind.Mapping, mapping);
        _writer.Count(mapping.Entries.Count);
        return mapping.Entries.TrueForAll(entry => TryNode(entry.Key) && TryNode(entry.Value));
    }

    private void Start(NodeKind kind, YamlNode node)
    {
        _writer.Write((byte)kind);
        _writer.Span(node.Span);
    }

    private void Text(string text)
    {
        if (_texts.TryGetValue(text, out var known))
        {
            _writer.Count(known + 1);
            return;
        }

        _texts.Add(text, _texts.Count);
        _writer.Count(0);
        _writer.Write(text);
    }
}

/// <summary>The kinds of nodes in the bytes of a tree.</summary>
internal enum NodeKind : byte
{
    /// <summary>A plain scalar that is a text.</summary>
    PlainText,

    /// <summary>A quoted scalar.</summary>
    QuotedText,

    /// <summary>A plain scalar whose value follows from its text.</summary>
    Resolved,

    /// <summary>A list.</summary>
    Sequence,

    /// <summary>A mapping.</summary>
    Mapping,

    /// <summary>A node that was written before.</summary>
    Again,
}
