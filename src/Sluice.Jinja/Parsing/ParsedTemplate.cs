using System.Collections.Immutable;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing;

/// <summary>A template as a tree, and what can be known of it without rendering.</summary>
internal sealed class ParsedTemplate
{
    internal ImmutableArray<Statement> Body { get; set; }

    internal ImmutableArray<BlockStatement> Blocks { get; set; }

    internal List<MacroInfo> Macros { get; } = [];

    internal List<CustomBlock> CustomBlocks { get; } = [];

    internal ImmutableArray<StaticCall> Calls { get; set; }

    /// <summary>Every name that is read anywhere.</summary>
    internal string[] Reads { get; set; } = [];

    internal bool UsesSelf { get; set; }

    internal bool HasExtends { get; set; }

    internal int ScopedBlocks { get; set; }
}
