using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Code;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Project;

/// <summary>What a node that code defines tells in the place of a template: its config and what it reads.</summary>
/// <param name="code">The definition.</param>
internal sealed class CodeRender(CodeNode code) : TemplateRender
{
    internal override IReadOnlyList<StaticCall> Calls => [];

    // In the first partition there is no previous one to read.
    internal override (ParseCapture All, ParseCapture? First) Render(SqlNode node, PartitionSet? set) =>
        (Capture(code.Reads), set is not null && code.Reads.Any(read => read.Back > 0) ? Capture(code.Reads.Where(read => read.Back == 0)) : null);

    private ParseCapture Capture(IEnumerable<CodeRead> reads)
    {
        var capture = new ParseCapture();
        // Lists and dictionaries are merged as those that templates give.
        capture.Config.AddRange(code.Config.Select(pair => KeyValuePair.Create(pair.Key, JinjaValue.From(pair.Value))));
        capture.Reads.AddRange(reads.Select(read => new CapturedRead(
            read.Source is not null ? ReadKind.Source : read.Back > 0 ? ReadKind.Prev : ReadKind.Ref, read.Source, read.Name, read.Back, code.Source, read.Span)));
        return capture;
    }
}
