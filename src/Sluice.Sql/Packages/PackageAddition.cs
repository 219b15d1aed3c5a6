using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Packages;

/// <summary>Writes one more package into a project's packages.yml; the rest of the file stays as it is.</summary>
public static class PackageAddition
{
    /// <summary>Adds <c>name@version</c> or changes the version of what is there; returns the file's name.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <param name="package">The name, and behind <c>@</c> the version or revision; a path for <c>local</c>.</param>
    /// <param name="source"><c>hub</c>, <c>git</c> or <c>local</c>.</param>
    /// <exception cref="DiagnosticException">The file is wrong, or holds a list that cannot be added to.</exception>
    public static string Add(string folder, string package, string source)
    {
        var name = Array.Find(PackageFile.Names, file => File.Exists(Path.Combine(folder, file))) ?? PackageFile.Names[0];
        var path = Path.Combine(folder, name);
        var problems = new DiagnosticBag();
        var text = File.Exists(path) ? ProjectFiles.TryRead(path, name, problems) : null;
        problems.ThrowIfErrors();
        var root = text is null ? null : YamlFile.Parse(text, problems);
        problems.ThrowIfErrors();
        File.WriteAllText(path, Changed(text?.Text ?? "", root as YamlMapping, Lines(package, source)));
        return name;
    }

    private static string[] Lines(string package, string source)
    {
        // An address may hold an @ of its own: git@host:…
        var at = package.LastIndexOf('@');
        var hasVersion = at > 0 && !(source == "git" && package.AsSpan(at).ContainsAny(':', '/'));
        var name = source == "local" || !hasVersion ? package : package[..at];
        var version = source == "local" || !hasVersion ? null : package[(at + 1)..];
        return source switch
        {
            "local" => [$"local: {Quoted(name)}"],
            "git" => version is null ? [$"git: {Quoted(name)}"] : [$"git: {Quoted(name)}", $"revision: {Quoted(version)}"],
            _ => [$"package: {name}", $"version: {Versions(version ?? ">=0.0.0")}"],
        };
    }

    private static string Versions(string version)
    {
        var conditions = version.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return conditions.Length == 1 ? Quoted(conditions[0]) : $"[{string.Join(", ", conditions.Select(Quoted))}]";
    }

    private static string Changed(string text, YamlMapping? root, string[] lines)
    {
        var entry = root?.Find("packages");
        if (entry?.Value is not YamlSequence { Items.Count: > 0 } list)
        {
            // `packages:` without an entry goes, and is written anew at the end.
            var head = entry is null ? text : text.Remove(entry.Key.Span.Start, EndOfLine(text, Math.Max(entry.Key.Span.End, entry.Value.Span.Start)) - entry.Key.Span.Start);
            return $"{WithLineEnd(head.TrimEnd())}packages:\n{Item(lines, "  ")}";
        }

        if (list.Items[0] is not YamlMapping || text[list.Span.Start] == '[')
        {
            throw new DiagnosticException(PackageErrors.NotABlock(list));
        }

        var dash = text.LastIndexOf('-', list.Items[0].Span.Start);
        var indent = text[(text.LastIndexOf('\n', dash) + 1)..dash];
        var same = list.Items.OfType<YamlMapping>().FirstOrDefault(item => SameName(item, lines[0]));
        var last = same ?? list.Items[^1];
        var end = EndOfContent(text, last);
        var from = same is null ? end : text.LastIndexOf('\n', text.LastIndexOf('-', same.Span.Start)) + 1;
        return WithLineEnd(text[..from]) + Item(lines, indent) + text[end..];
    }

    private static bool SameName(YamlMapping item, string line)
    {
        var key = line[..line.IndexOf(':', StringComparison.Ordinal)];
        return item.Get(key) is YamlScalar { Text: var text } && line == $"{key}: {(key == "package" ? text : Quoted(text))}";
    }

    // The line break behind the last value of an entry.
    private static int EndOfContent(string text, YamlNode node) => EndOfLine(text, Last(node));

    private static int EndOfLine(string text, int from)
    {
        var line = text.IndexOf('\n', Math.Min(from, text.Length));
        return line < 0 ? text.Length : line + 1;
    }

    private static int Last(YamlNode node) => node switch
    {
        YamlMapping { Entries: [.., var last] } => Last(last.Value),
        YamlSequence { Items: [.., var last] } => Last(last),
        _ => Math.Max(node.Span.Start, node.Span.End - 1),
    };

    private static string Item(string[] lines, string indent) => $"{indent}- {string.Join($"\n{indent}  ", lines)}\n";

    private static string WithLineEnd(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
