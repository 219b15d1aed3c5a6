using System.Collections.Immutable;
using System.Text;
using Sluice.Jinja;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Compilation;

/// <summary>Puts SQL together from rendered pieces and remembers where each comes from.</summary>
internal sealed class SqlBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<Piece> _pieces = [];

    /// <summary>The ephemeral models that are in it.</summary>
    internal ImmutableArray<CompiledExpression> Expressions { get; set; } = [];

    /// <summary>Appends text that the engine wrote.</summary>
    internal void Append(string text) => _text.Append(text);

    /// <summary>Appends a part of a rendered text.</summary>
    internal void Append(RenderedSql rendered, int start, int end)
    {
        _pieces.Add(new Piece(_text.Length, rendered, start));
        _text.Append(rendered.Sql, start, end - start);
    }

    internal CompiledSql ToCompiled()
    {
        ImmutableArray<Piece> pieces = [.. _pieces];
        return new CompiledSql(_text.ToString(), offset => Find(pieces, offset)) { Expressions = Expressions };
    }

    private static SqlPlace? Find(ImmutableArray<Piece> pieces, int offset)
    {
        for (var i = pieces.Length - 1; i >= 0; i--)
        {
            if (pieces[i].Start <= offset)
            {
                return pieces[i].Rendered.Locate(offset - pieces[i].Start + pieces[i].From);
            }
        }

        return null;
    }

    private readonly record struct Piece(int Start, RenderedSql Rendered, int From);
}

/// <summary>The text of one render.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Locate">The user's place of an offset.</param>
internal sealed record RenderedSql(string Sql, Func<int, SqlPlace?> Locate)
{
    /// <summary>A text and its map; <paramref name="dropped"/> characters of the render were cut off at its start.</summary>
    internal static RenderedSql Of(string sql, SourceMap map, int dropped = 0) => new(sql, offset =>
        map.Find(offset + dropped) is { } entry ? new SqlPlace(entry.Source, entry.Span, entry.Frames) : null);
}
