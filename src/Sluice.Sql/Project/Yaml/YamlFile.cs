using Sluice.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Sql.Project.Yaml;

/// <summary>Parses YAML text to nodes with places. Problems go to the bag; what could be read is returned.</summary>
internal sealed class YamlFile
{
    private const int MaxDepth = 100;
    private const int MaxNodes = 2_000_000;
    private const int MaxCharacters = 32 * 1024 * 1024;

    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;
    private readonly Parser _parser;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlFile(SourceText source, DiagnosticBag diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
        _parser = new Parser(new StringReader(source.Text));
    }

    /// <summary>The root; null where the file is empty or broken.</summary>
    internal static YamlNode? Parse(SourceText source, DiagnosticBag diagnostics)
    {
        if (source.Text.Length > MaxCharacters)
        {
            diagnostics.Add(YamlErrors.TooLarge(source, default, "more than 32 million characters"));
            return null;
        }

        var found = new DiagnosticBag();
        try
        {
            var root = new YamlFile(source, found).ParseRoot();
            diagnostics.AddRange(found.ToSorted());
            return root;
        }
        catch (YamlException error)
        {
            diagnostics.Add(YamlErrors.Broken(source, SpanOf(source, error.Start, error.End), error.Message));
            return null;
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up so, without a place, where a plain value runs into a bracket that was never closed.
            var bracket = FirstOpenBracket(source.Text);
            diagnostics.Add(YamlErrors.Broken(source, new SourceSpan(bracket, bracket + 1), "a value runs on where the bracket should be closed"));
            return null;
        }
        catch (DiagnosticException error)
        {
            diagnostics.AddRange(error.Diagnostics);
            return null;
        }
    }

    private static int FirstOpenBracket(string text)
    {
        var open = new Stack<int>();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is '[' or '{')
            {
                open.Push(index);
            }
            else if (text[index] is ']' or '}')
            {
                open.TryPop(out _);
            }
        }

        return open.Count == 0 ? 0 : open.Last();
    }

    private static SourceSpan SpanOf(SourceText source, Mark start, Mark end)
    {
        var first = source.OffsetOf((int)start.Line, (int)start.Column);
        var last = source.OffsetOf((int)end.Line, (int)end.Column);
        return new SourceSpan(first, Math.Max(first, last));
    }

    private YamlNode? ParseRoot()
    {
        _parser.MoveNext();
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ParseNode(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            var mark = _parser.Current!;
            throw new DiagnosticException(YamlErrors.SecondDocument(_source, SpanOf(_source, mark.Start, mark.End)));
        }

        return root;
    }

    private YamlNode ParseNode(int depth)
    {
        var current = _parser.Current!;
        var span = SpanOf(_source, current.Start, current.End);
        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            var what = depth > MaxDepth ? $"nested deeper than {MaxDepth} levels" : $"more than {MaxNodes} values";
            throw new DiagnosticException(YamlErrors.TooLarge(_source, span, what));
        }

        switch (current)
        {
            case AnchorAlias alias:
                _parser.MoveNext();
                return _anchors.TryGetValue(alias.Value.Value, out var target)
                    ? target
                    : throw new DiagnosticException(YamlErrors.UnknownAnchor(_source, span, alias.Value.Value, _anchors.Keys));
            case Scalar scalar:
                _parser.MoveNext();
                return Keep(scalar, ToScalar(scalar, span));
            case SequenceStart start:
                return ParseSequence(start, span, depth);
            case MappingStart start:
                return ParseMapping(start, span, depth);
            default:
                throw new YamlException(current.Start, current.End, "something that is no value");
        }
    }

    private YamlScalar ToScalar(Scalar scalar, SourceSpan span)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain;
        var value = isPlain && scalar.Tag.IsEmpty ? YamlScalars.Resolve(scalar.Value) : scalar.Value;
        return new YamlScalar(scalar.Value, value, isPlain, _source, span);
    }

    private YamlSequence ParseSequence(SequenceStart start, SourceSpan span, int depth)
    {
        _parser.MoveNext();
        var items = new List<YamlNode>();
        while (!_parser.Accept<SequenceEnd>(out _))
        {
            items.Add(ParseNode(depth + 1));
        }

        _parser.MoveNext();
        return Keep(start, new YamlSequence(items, _source, span));
    }

    private YamlMapping ParseMapping(MappingStart start, SourceSpan span, int depth)
    {
        _parser.MoveNext();
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        List<YamlMapping>? merged = null;
        while (!_parser.Accept<MappingEnd>(out _))
        {
            var node = ParseNode(depth + 1);
            var value = ParseNode(depth + 1);
            if (node is not YamlScalar key)
            {
                _diagnostics.Add(YamlErrors.KeyIsNotScalar(node));
            }
            else if (key is { IsPlain: true, Text: "<<" })
            {
                AddMerged(value, merged ??= []);
            }
            else if (!seen.TryAdd(key.Text, key))
            {
                _diagnostics.Add(YamlErrors.DuplicateKey(key, seen[key.Text]));
            }
            else
            {
                entries.Add(new YamlEntry(key, value));
            }
        }

        _parser.MoveNext();
        foreach (var entry in merged?.SelectMany(mapping => mapping.Entries) ?? [])
        {
            if (seen.TryAdd(entry.Key.Text, entry.Key))
            {
                entries.Add(entry);
            }
        }

        return Keep(start, new YamlMapping(entries, _source, span));
    }

    private void AddMerged(YamlNode value, List<YamlMapping> merged)
    {
        switch (value)
        {
            case YamlMapping mapping:
                merged.Add(mapping);
                break;
            case YamlSequence sequence when sequence.Items.TrueForAll(item => item is YamlMapping):
                merged.AddRange(sequence.Items.Cast<YamlMapping>());
                break;
            default:
                _diagnostics.Add(YamlErrors.WrongKind(value, "<<", "a mapping or a list of mappings"));
                break;
        }
    }

    private TNode Keep<TNode>(NodeEvent start, TNode node)
        where TNode : YamlNode
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }
}
