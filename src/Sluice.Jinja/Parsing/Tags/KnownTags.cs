using Sluice.Diagnostics;

namespace Sluice.Jinja.Parsing.Tags;

/// <summary>The tags of the language, for messages about those that are not.</summary>
internal static class KnownTags
{
    private static readonly string[] All =
    [
        "for", "if", "elif", "else", "set", "macro", "call", "filter", "include", "import", "from", "extends", "block",
        "with", "do", "break", "continue", "autoescape", "print", "raw", "endfor", "endif", "endset", "endmacro", "endcall",
        "endfilter", "endblock", "endwith", "endautoescape", "endraw",
    ];

    internal static bool Contains(string name) => Array.IndexOf(All, name) >= 0;

    /// <summary>Whether the tag looks like the end of a body, or of a part of one.</summary>
    internal static bool CanEnd(string name) => name.StartsWith("end", StringComparison.Ordinal) || name is "else" or "elif";

    internal static string? HintFor(string name, JinjaOptions options) => Contains(name)
        ? $"no tag is open that `{name}` could end"
        : Nearest.Hint(name, All.Concat(options.Tags.Select(known => known.Name)));
}
