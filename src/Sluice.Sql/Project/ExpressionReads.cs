using System.Text.RegularExpressions;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Texts of YAML files that are calls without braces, such as <c>ref('orders')</c>.</summary>
internal static partial class ExpressionReads
{
    internal static bool IsCall(string text) => text.EndsWith(')') && CallForm().IsMatch(text);

    internal static object? Evaluate(JinjaDialect dialect, IJinjaScope scope, YamlScalar item, DiagnosticBag diagnostics, string? text = null)
    {
        try
        {
            return dialect.Sql.CompileExpression(new SourceText(item.Source.Path, text ?? item.Text)).Evaluate(scope);
        }
        catch (JinjaException error)
        {
            diagnostics.AddRange(error.Diagnostics.Select(problem => problem with { Source = item.Source, Span = item.Span }));
            return null;
        }
    }

    [GeneratedRegex(@"^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex CallForm();
}
