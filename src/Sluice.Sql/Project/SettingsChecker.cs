using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Project;

/// <summary>Checks that what sluice.yml names exists.</summary>
internal sealed class SettingsChecker(ProjectContext context, SluiceSettings settings, LoadedNodes nodes, DiagnosticBag diagnostics)
{
    internal void Check()
    {
        foreach (var report in settings.Reports)
        {
            CheckModel(report.Model, report.Source, PlaceOf(report.Source, report.Span, report.Model));
        }

        foreach (var rule in settings.Rules.Where(rule => rule.Model is not null))
        {
            CheckModel(rule.Model!, rule.Source, PlaceOf(rule.Source, rule.Span, rule.Model!));
        }

        var tests = nodes.Enabled.Concat(nodes.Disabled).OfType<TestNode>().Select(test => test.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in settings.Rules.Where(rule => rule.Test is not null && !tests.Contains(rule.Test)))
        {
            diagnostics.Add(SluiceErrors.UnknownTest(rule.Source, PlaceOf(rule.Source, rule.Span, rule.Test!), rule.Test!, Nearest.To(rule.Test!, tests)));
        }

        foreach (var fallback in settings.Fallbacks)
        {
            CheckModel(fallback.Model, fallback.Source, fallback.Span);
            foreach (var alternative in fallback.Alternatives)
            {
                CheckModel(alternative, fallback.Source, PlaceOf(fallback.Source, fallback.Span, alternative));
            }
        }
    }

    // The place of a word behind the entry that names it.
    private static SourceSpan PlaceOf(SourceText source, SourceSpan entry, string word)
    {
        var at = source.Text.IndexOf(word, Math.Min(entry.End, source.Text.Length), StringComparison.Ordinal);
        return at < 0 ? entry : new SourceSpan(at, at + word.Length);
    }

    private void CheckModel(string name, SourceText source, SourceSpan span)
    {
        if (context.Index!.Find(null, name, context.Root.Name) is null)
        {
            diagnostics.Add(SluiceErrors.UnknownModel(source, span, name, Nearest.To(name, context.Index.Names)));
        }
    }
}
