using System.Globalization;
using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Sluice.Sql.Graph;

/// <summary>Files that SQL reads in place, found by the form of a literal: <c>'data/census.parquet'</c>.</summary>
internal static partial class FileNames
{
    private static readonly string[] Extensions = [".csv", ".tsv", ".txt", ".parquet", ".json", ".jsonl", ".ndjson", ".xlsx", ".gz", ".zst", ".db", ".duckdb"];

    /// <summary>The literals of a text that look like a file.</summary>
    internal static IEnumerable<string> In(string sql) =>
        sql.Contains('\'', StringComparison.Ordinal) ? LiteralForm().Matches(sql).Select(match => match.Groups["name"].Value).Where(IsFile) : [];

    internal static bool IsFile(string name) =>
        name.Length is > 3 and < 500 && !name.Contains("://", StringComparison.Ordinal)
        && Array.Exists(Extensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>Size and time of the file, or of all files of a pattern.</summary>
    internal static string Version(string folder, string name)
    {
        try
        {
            var path = Path.Combine(folder, name);
            var files = name.AsSpan().ContainsAny('*', '?') ? Matching(folder, name) : [new FileInfo(path)];
            return string.Join(';', files.Where(file => file.Exists).OrderBy(file => file.FullName, StringComparer.Ordinal)
                .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}")));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "unreadable";
        }
    }

    private static IEnumerable<FileInfo> Matching(string folder, string pattern)
    {
        var fixedPart = pattern[..pattern.AsSpan().IndexOfAny('*', '?')];
        var root = Path.Combine(folder, fixedPart.Contains('/', StringComparison.Ordinal) ? fixedPart[..fixedPart.LastIndexOf('/')] : ".");
        if (!Directory.Exists(root))
        {
            return [];
        }

        var full = Path.GetFullPath(Path.Combine(folder, pattern.Replace("**/", "*", StringComparison.Ordinal)));
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(Path.GetFullPath)
            .Where(path => FileSystemName.MatchesSimpleExpression(full, path, ignoreCase: false)).Select(path => new FileInfo(path));
    }

    [GeneratedRegex("'(?<name>[^'\n]+)'", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LiteralForm();
}
