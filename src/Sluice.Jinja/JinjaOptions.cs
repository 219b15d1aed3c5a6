using System.Collections.Immutable;

namespace Sluice.Jinja;

/// <summary>How templates are read and rendered. The defaults are those of Jinja2, with the statements <c>do</c>, <c>break</c> and <c>continue</c> on.</summary>
public sealed record JinjaOptions
{
    /// <summary>What opens a statement. Default <c>{%</c>.</summary>
    public string BlockStart { get; init; } = "{%";

    /// <summary>What closes a statement. Default <c>%}</c>.</summary>
    public string BlockEnd { get; init; } = "%}";

    /// <summary>What opens an output. Default <c>{{</c>.</summary>
    public string VariableStart { get; init; } = "{{";

    /// <summary>What closes an output. Default <c>}}</c>.</summary>
    public string VariableEnd { get; init; } = "}}";

    /// <summary>What opens a comment. Default <c>{#</c>.</summary>
    public string CommentStart { get; init; } = "{#";

    /// <summary>What closes a comment. Default <c>#}</c>.</summary>
    public string CommentEnd { get; init; } = "#}";

    /// <summary>What makes the rest of a line a statement where it is the first on the line; null: no such lines. Default null.</summary>
    public string? LineStatementPrefix { get; init; }

    /// <summary>What makes the rest of a line a comment; null: no such comments. Default null.</summary>
    public string? LineCommentPrefix { get; init; }

    /// <summary>Whether the line break after a statement or a comment is dropped. Default false.</summary>
    public bool TrimBlocks { get; init; }

    /// <summary>Whether the blanks before a statement or a comment are dropped where it is the first on its line. Default false.</summary>
    public bool LstripBlocks { get; init; }

    /// <summary>Whether the one line break at the end of a template stays. Default false.</summary>
    public bool KeepTrailingNewline { get; init; }

    /// <summary>What every line break of a template becomes: <c>\n</c>, <c>\r\n</c> or <c>\r</c>. Default <c>\n</c>.</summary>
    public string NewlineSequence { get; init; } = "\n";

    /// <summary>Whether <c>{% do %}</c> is a statement. Default true.</summary>
    public bool DoStatement { get; init; } = true;

    /// <summary>Whether <c>{% break %}</c> and <c>{% continue %}</c> are statements. Default true.</summary>
    public bool LoopControls { get; init; } = true;

    /// <summary>What templates may do with a value that does not exist. Default <see cref="UndefinedKind.Lenient"/>.</summary>
    public UndefinedKind Undefined { get; init; } = UndefinedKind.Lenient;

    /// <summary>Whether outputs are escaped for HTML. Default false.</summary>
    public bool Autoescape { get; init; }

    /// <summary>Decides about escaping by the template's name where it is set, in place of <see cref="Autoescape"/>.</summary>
    public Func<string?, bool>? AutoescapeFor { get; init; }

    /// <summary>What a render may use up.</summary>
    public JinjaLimits Limits { get; init; } = new();

    /// <summary>Where <c>include</c>, <c>import</c> and <c>extends</c> find templates; null: nowhere. Default null.</summary>
    public ITemplateLoader? Loader { get; init; }

    /// <summary>Statements of the host.</summary>
    public ImmutableArray<ICustomTag> Tags { get; init; } = [];

    internal bool EscapesFor(string? name) => AutoescapeFor is { } decide ? decide(name) : Autoescape;
}
