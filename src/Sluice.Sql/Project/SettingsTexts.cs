using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;

namespace Sluice.Sql.Project;

/// <summary>Looks at the templates in sluice.yml before anything runs: their syntax, and what they read.</summary>
internal sealed class SettingsTexts(ProjectContext context, JinjaDialect dialect, DiagnosticBag diagnostics)
{
    internal void Check(RuleSettings rule)
    {
        IEnumerable<string?> texts =
        [
            rule.Sql, rule.Min, rule.Max, rule.Expected, rule.Opening, rule.Closing, rule.Rows?.Where, .. rule.Rows?.Columns ?? [],
            .. rule.To.SelectMany(rows => rows.Columns.Append(rows.Where)),
        ];
        foreach (var text in texts.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            Check(text, rule.Source, rule.Span);
        }
    }

    internal void Check(PrerequisiteSettings prerequisite)
    {
        foreach (var text in new[] { prerequisite.Target, prerequisite.Where }.OfType<string>())
        {
            Check(text, prerequisite.Source, prerequisite.Span);
        }
    }

    private void Check(string text, SourceText source, SourceSpan entry)
    {
        // Most texts are plain SQL.
        if (!text.Contains('{', StringComparison.Ordinal))
        {
            return;
        }

        var at = source.Text.IndexOf(text, entry.Start, StringComparison.Ordinal);
        try
        {
            foreach (var call in dialect.CompileShared(new SourceText(source.Path, text)).StaticCalls)
            {
                if (call.Arguments.All(argument => argument is { Name: null, IsConstant: true, Value: string }))
                {
                    Check(call, Moved(call.Arguments is [var first, ..] ? first.Span : call.Span), source);
                }
            }
        }
        catch (JinjaException error)
        {
            diagnostics.AddRange(error.Diagnostics.Select(item => item with { Source = source, Span = Moved(item.Span) }));
        }

        // A text of several lines, or one with escapes, does not stand in the file letter by letter.
        SourceSpan Moved(SourceSpan span) => at < 0 ? entry : new SourceSpan(at + span.Start, at + span.End);
    }

    private void Check(StaticCall call, SourceSpan span, SourceText source)
    {
        string[] names = [.. call.Arguments.Select(argument => (string)argument.Value!)];
        switch (call.Name, names)
        {
            case ("ref", [var name]) when context.Index!.Find(null, name, context.Root.Name) is null:
                diagnostics.Add(SluiceErrors.UnknownModel(source, span, name, Nearest.To(name, context.Index.Names)));
                break;
            case ("source", [var name, var table]) when context.Index!.FindSource(name, table, context.Root.Name) is null:
                diagnostics.Add(SluiceErrors.UnknownSource(source, span, $"{name}.{table}", context.Index.SourceNames));
                break;
            default:
                break;
        }
    }
}
