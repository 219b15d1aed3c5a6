using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Sql.Selection;

/// <summary>One term of a selection, such as <c>2+tag:nightly+</c>.</summary>
/// <param name="Raw">As written.</param>
/// <param name="Method">The word before the colon, or the one that the value's form implies.</param>
/// <param name="Arguments">What follows the method behind dots: <c>materialized</c> of <c>config.materialized</c>.</param>
/// <param name="Value">What is behind the colon.</param>
/// <param name="ChildrensParents">True for <c>@</c>.</param>
/// <param name="Parents">True for a <c>+</c> in front.</param>
/// <param name="ParentsDepth">How many steps; null for all.</param>
/// <param name="Children">True for a <c>+</c> behind.</param>
/// <param name="ChildrenDepth">How many steps; null for all.</param>
internal sealed partial record Criterion(
    string Raw, string Method, ImmutableArray<string> Arguments, string Value, bool ChildrensParents, bool Parents, int? ParentsDepth,
    bool Children, int? ChildrenDepth)
{
    private static readonly string[] Extensions = [".sql", ".py", ".csv", ".yml", ".yaml"];

    /// <summary>Null where the text is no term: <c>@x+</c> says two things at once.</summary>
    internal static Criterion? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || (match.Groups["at"].Success && match.Groups["children"].Success))
        {
            return null;
        }

        var value = match.Groups["value"].Value;
        var method = match.Groups["method"].Success ? match.Groups["method"].Value.Split('.') : [DefaultMethod(value)];
        return new Criterion(
            text, method[0], [.. method.Skip(1)], value, match.Groups["at"].Success,
            match.Groups["parents"].Success, Depth(match.Groups["parentsDepth"]),
            match.Groups["children"].Success, Depth(match.Groups["childrenDepth"]));
    }

    private static string DefaultMethod(string value) =>
        value.Contains('/', StringComparison.Ordinal) || value.Contains('\\', StringComparison.Ordinal) ? "path"
        : Array.Exists(Extensions, extension => value.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ? "file"
        : "fqn";

    private static int? Depth(Group group) =>
        int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var depth) ? depth : null;

    [GeneratedRegex(
        @"\A(?<at>@)?(?<parents>(?<parentsDepth>\d*)\+)?((?<method>[\w.]+):)?(?<value>.*?)(?<children>\+(?<childrenDepth>\d*))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Form();
}
