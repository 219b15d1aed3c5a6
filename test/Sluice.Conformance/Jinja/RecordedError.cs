using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Jinja;

namespace Sluice.Conformance.Jinja;

/// <summary>Which kind of error at which place: as much of an error as two engines can share.</summary>
/// <param name="Kind">What sort of mistake.</param>
/// <param name="File">The template.</param>
/// <param name="Line">The one-based line; null where Jinja2 does not know it.</param>
internal sealed partial record RecordedError(JinjaErrorKind Kind, string File, int? Line)
{
    /// <summary>The name of the template that a case is about.</summary>
    internal const string Main = "main";

    /// <summary>Reads <c>Class at line N</c> or <c>Class in FILE at line N</c>.</summary>
    internal static RecordedError Parse(string recorded)
    {
        var match = Heading().Match(recorded);
        var line = int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture);
        return new RecordedError(
            KindOf(match.Groups["class"].Value),
            match.Groups["file"] is { Success: true } file ? file.Value : Main,
            line == 0 ? null : line);
    }

    /// <summary>Whether this error of ours is the recorded one.</summary>
    internal bool Matches(RecordedError recorded) =>
        IsOfKind(recorded.Kind)
        && (recorded.Line is null || (Line == recorded.Line && string.Equals(File, recorded.File, StringComparison.Ordinal)));

    // To Jinja2 an exceeded limit and a host function that throws are errors while rendering like any other, and where
    // Python itself stumbles over an undefined value (a TypeError that names the class Undefined), ours names the value.
    private bool IsOfKind(JinjaErrorKind recorded) => Kind == recorded
        || (recorded == JinjaErrorKind.Runtime && Kind is JinjaErrorKind.Host or JinjaErrorKind.Limit or JinjaErrorKind.Undefined);

    private static JinjaErrorKind KindOf(string exceptionClass) => exceptionClass switch
    {
        "TemplateSyntaxError" or "TemplateAssertionError" or "SyntaxError" => JinjaErrorKind.Syntax,
        "UndefinedError" => JinjaErrorKind.Undefined,
        // Jinja2 keeps what is forbidden apart; here it does not exist.
        "SecurityError" => JinjaErrorKind.Undefined,
        "TemplateNotFound" or "TemplatesNotFound" => JinjaErrorKind.TemplateNotFound,
        _ => JinjaErrorKind.Runtime,
    };

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Kind} error in {File} at line {Line?.ToString(CultureInfo.InvariantCulture) ?? "?"}");

    [GeneratedRegex(@"^(?<class>\w+)( in (?<file>\S+))? at line (?<line>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();
}
