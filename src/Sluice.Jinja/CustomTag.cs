using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Jinja;

/// <summary>What stands behind the name of a custom tag.</summary>
public enum CustomTagHeader
{
    /// <summary>Nothing: <c>{% comment %}</c>.</summary>
    None,

    /// <summary>A name: <c>{% docs overview %}</c>.</summary>
    Name,

    /// <summary>A name and parameters, as a macro has them: <c>{% test positive(model, column_name) %}</c>.</summary>
    Signature,

    /// <summary>A name and options behind commas: <c>{% materialization ledger, adapter='duckdb' %}</c>.</summary>
    Options,

    /// <summary>Anything; kept as text.</summary>
    Any,
}

/// <summary>What stands between a custom tag and its end.</summary>
public enum CustomTagBody
{
    /// <summary>Nothing: the tag has no end.</summary>
    None,

    /// <summary>Text that is not read as a template.</summary>
    Raw,

    /// <summary>A template, which can be called as a macro.</summary>
    Template,
}

/// <summary>A statement that the host adds to the language.</summary>
public interface ICustomTag
{
    /// <summary>The name of the tag, such as <c>snapshot</c>.</summary>
    string Name { get; }

    /// <summary>The name of the tag that ends it. Default: the name behind <c>end</c>.</summary>
    string EndName => "end" + Name;

    /// <summary>What stands behind the name.</summary>
    CustomTagHeader Header { get; }

    /// <summary>What stands up to the end.</summary>
    CustomTagBody Body { get; }

    /// <summary>Whether the body is printed where it stands. Default false: the host takes it from <see cref="Template.Blocks"/>.</summary>
    bool PrintsBody => false;
}

/// <summary>A custom tag that is described by values alone.</summary>
/// <param name="Name">The name of the tag.</param>
/// <param name="Header">What stands behind the name.</param>
/// <param name="Body">What stands up to the end.</param>
/// <param name="PrintsBody">Whether the body is printed where it stands.</param>
public sealed record CustomTag(
    string Name, CustomTagHeader Header, CustomTagBody Body, bool PrintsBody = false) : ICustomTag
{
    /// <summary>The name of the tag that ends it.</summary>
    public string EndName { get; init; } = "end" + Name;
}

/// <summary>One block of a custom tag in a template.</summary>
public sealed class CustomBlock
{
    internal CustomBlock(ICustomTag definition) => Definition = definition;

    /// <summary>The tag.</summary>
    public ICustomTag Definition { get; }

    /// <summary>The name of the tag.</summary>
    public string Tag => Definition.Name;

    /// <summary>The name in the header; empty where the tag has none.</summary>
    public required string Name { get; init; }

    /// <summary>The place of the name.</summary>
    public required SourceSpan NameSpan { get; init; }

    /// <summary>The header as it is written, without the name of the tag.</summary>
    public required string HeaderText { get; init; }

    /// <summary>The options of the header: null names are positional.</summary>
    public required ImmutableArray<StaticArgument> Options { get; init; }

    /// <summary>The text between the tag and its end, as it is written.</summary>
    public required string BodyText { get; init; }

    /// <summary>The place of the body.</summary>
    public required SourceSpan BodySpan { get; init; }

    /// <summary>The place of the whole, from the tag to its end.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>The body as a macro with the parameters of the header; null where the body is not a template.</summary>
    public required MacroInfo? Macro { get; init; }
}
