using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Sql.Selection;

/// <summary>Shell patterns as Python's fnmatch has them: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a]</c>; letter case counts.</summary>
internal static class Wildcard
{
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    internal static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?', '[');

    internal static bool Matches(string text, string pattern) =>
        IsPattern(pattern) ? Patterns.GetOrAdd(pattern, Compile).IsMatch(text) : string.Equals(text, pattern, StringComparison.Ordinal);

    private static Regex Compile(string pattern)
    {
        var text = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            var end = pattern[i] == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (end > 0)
            {
                var set = pattern[(i + 1)..end].Replace(@"\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
                text.Append('[').Append(set[0] == '!' ? "^" + set[1..] : set).Append(']');
                i = end;
                continue;
            }

            text.Append(pattern[i] switch { '*' => ".*", '?' => ".", var other => Regex.Escape(other.ToString()) });
        }

        return new Regex(text.Append(@"\z").ToString(), RegexOptions.Singleline | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
    }
}
