using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Hooks;

/// <summary>
/// Where a hook's text stands in its node's file: where it stands there once, letter by letter, its places are the file's. A hook of a
/// folder's config, or one that is spelled with escapes, is shown as a text of its own.
/// </summary>
internal sealed class HookPlace
{
    private readonly SqlNode _node;
    private readonly SourceText _template;
    private readonly int? _offset;

    internal HookPlace(SqlNode node, SourceText template)
    {
        (_node, _template) = (node, template);
        var text = node.Source.Text;
        var first = template.Text.Length == 0 ? -1 : text.IndexOf(template.Text, StringComparison.Ordinal);
        _offset = first >= 0 && text.IndexOf(template.Text, first + 1, StringComparison.Ordinal) < 0 ? first : null;
    }

    /// <summary>A place in the hook's text as one of the file; any other place as it is.</summary>
    internal (SourceText Source, SourceSpan Span) Move(SourceText source, SourceSpan span) =>
        // Equal texts are compiled once, so that the object may be another one.
        _offset is { } offset && source.Path == _template.Path && source.Text == _template.Text
            ? (_node.Source, new SourceSpan(span.Start + offset, span.End + offset))
            : (source, span);

    internal Diagnostic Move(Diagnostic diagnostic)
    {
        var (source, span) = Move(diagnostic.Source, diagnostic.Span);
        return diagnostic with { Source = source, Span = span };
    }
}
