using Sluice.Diagnostics;

namespace Sluice.Sql.Project.Yaml;

/// <summary>What can be wrong with a YAML file, whatever it is about.</summary>
internal static class YamlErrors
{
    internal static Diagnostic Broken(SourceText source, SourceSpan span, string message) => new(
        "SLUICE2001", Severity.Error, $"broken YAML: {Clean(message)}", source, span, HintFor(source, span, message));

    internal static Diagnostic DuplicateKey(YamlScalar key, YamlScalar first) => new(
        "SLUICE2002", Severity.Error, $"the key `{key.Text}` stands here twice", key.Source, key.Span,
        $"it is first given in line {first.Source.Locate(first.Span.Start).Line}; remove one of the two");

    internal static Diagnostic TooLarge(SourceText source, SourceSpan span, string what) => new(
        "SLUICE2004", Severity.Error, $"the file is too large to be meant: {what}", source, span,
        "split the file, or generate a smaller one");

    internal static Diagnostic UnknownAnchor(SourceText source, SourceSpan span, string name, IEnumerable<string> known) => new(
        "SLUICE2001", Severity.Error, $"broken YAML: no anchor `&{name}` stands before this alias", source, span,
        Nearest.Hint(name, known));

    internal static Diagnostic SecondDocument(SourceText source, SourceSpan span) => new(
        "SLUICE2001", Severity.Error, "broken YAML: a second document begins here", source, span,
        "a project file holds one document; remove the line `---`");

    internal static Diagnostic WrongKind(YamlNode node, string key, string expected, string? hint = null) => new(
        "SLUICE2005", Severity.Error, $"`{key}` is {node.Kind}, expected {expected}", node.Source, node.Span, hint);

    internal static Diagnostic KeyIsNotScalar(YamlNode key) => new(
        "SLUICE2012", Severity.Error, $"a key is {key.Kind}, expected a text", key.Source, key.Span,
        "put quotes around it where it is Jinja: `\"{{ … }}\"`");

    internal static Diagnostic KeyIsNotText(YamlScalar key) => new(
        "SLUICE2012", Severity.Error, $"the key `{key.Text}` means {Meaning(key)} in YAML, not a text", key.Source, key.Span,
        $"write it with quotes: `\"{key.Text}\"`");

    internal static Diagnostic UnknownKey(YamlScalar key, string where, Severity severity, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        var hint = Nearest.Hint(key.Text, names)
            ?? (severity == Severity.Error ? $"known keys: {string.Join(", ", names)}" : null);
        return new Diagnostic("SLUICE2006", severity, $"unknown key `{key.Text}` in {where}", key.Source, key.Span, hint);
    }

    internal static Diagnostic MissingKey(YamlNode node, string key, string where) => new(
        "SLUICE2007", Severity.Error, $"{where} has no `{key}`", node.Source, new SourceSpan(node.Span.Start, node.Span.Start), $"add `{key}: …`");

    private static string Meaning(YamlScalar key) => key.Value is bool truth ? (truth ? "true" : "false") : key.Kind;

    private static string Clean(string message)
    {
        // The library's texts begin with a capital and end with a full stop; some repeat the place.
        var text = message.Split('\n')[0].Trim().TrimEnd('.');
        var place = text.IndexOf("): ", StringComparison.Ordinal);
        text = text.StartsWith('(') && place > 0 ? text[(place + 3)..] : text;
        return text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }

    private static string? HintFor(SourceText source, SourceSpan span, string message)
    {
        var (_, _, line) = source.Locate(span.Start);
        if (line.Contains('\t', StringComparison.Ordinal) || message.Contains("tab character", StringComparison.Ordinal))
        {
            return "YAML is indented with spaces, never with tabs";
        }

        return line.Contains("{{", StringComparison.Ordinal) || line.Contains("{%", StringComparison.Ordinal)
            ? "a value that begins with Jinja needs quotes: `\"{{ … }}\"`"
            : "look at the indentation, at brackets and quotes that are not closed, and at a `:` without a space behind it";
    }
}
