using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sluice.Conformance.Jinja;

/// <summary>A file of recorded cases; <c>record.py</c> says how it is written.</summary>
internal static class CaseFile
{
    private const string CaseMark = "=== ";
    private const string PartMark = "--- ";

    /// <summary>The folder that holds the recorder and the folder <c>cases</c>.</summary>
    internal static string Folder { get; } = Here();

    /// <summary>Every case file, in the order of their paths.</summary>
    internal static IReadOnlyList<string> Paths { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Folder, "cases"), "*.cases", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Every case by its id: the file without its extension, and the case's name.</summary>
    internal static IReadOnlyDictionary<string, Case> All { get; } =
        Paths.SelectMany(Read).ToDictionary(one => one.Id, StringComparer.Ordinal);

    /// <summary>The first line of a file: what recorded it.</summary>
    internal static string Header(string path) => File.ReadLines(path).First();

    private static IEnumerable<Case> Read(string path)
    {
        var topic = Path.ChangeExtension(Path.GetRelativePath(Path.Combine(Folder, "cases"), path), null).Replace('\\', '/');
        var shared = new Dictionary<string, string>(StringComparer.Ordinal);
        Case? current = null;
        string? part = null;
        List<string> lines = [];

        // The line break at the end of the file ends the last line; a case's mark behind it closes the last case.
        foreach (var line in File.ReadAllText(path)[..^1].Split('\n').Append(CaseMark))
        {
            var isCase = line.StartsWith(CaseMark, StringComparison.Ordinal);
            if (!isCase && !line.StartsWith(PartMark, StringComparison.Ordinal))
            {
                lines.Add(line);
                continue;
            }

            if (part is not null)
            {
                Close(current?.Parts ?? shared, part, lines, atEndOfCase: isCase);
            }

            lines = [];
            part = isCase ? "template" : line[PartMark.Length..];
            if (isCase)
            {
                if (current is not null)
                {
                    yield return current;
                }

                current = new Case(topic, line[CaseMark.Length..], shared);
            }
        }
    }

    private static void Close(Dictionary<string, string> parts, string part, List<string> lines, bool atEndOfCase)
    {
        var count = atEndOfCase && lines is [.., ""] ? lines.Count - 1 : lines.Count;
        var body = string.Join('\n', lines.Take(count));
        const string json = " json";
        if (part.EndsWith(json, StringComparison.Ordinal))
        {
            using var document = JsonDocument.Parse(body);
            parts[part[..^json.Length]] = document.RootElement.ValueKind == JsonValueKind.Array
                ? string.Join('\n', document.RootElement.EnumerateArray().Select(line => line.GetString()))
                : document.RootElement.GetString()!;
        }
        else if (lines.Count > 0 && (body.Length > 0 || part != "template"))
        {
            parts[part] = body;
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
