using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Project;

/// <summary>Checks that what sluice.yml names exists.</summary>
internal sealed class SettingsChecker(
    ProjectContext context, JinjaDialect dialect, SluiceSettings settings, LoadedNodes nodes, DiagnosticBag diagnostics)
{
    private readonly SettingsTexts _texts = new(context, dialect, diagnostics);

    private readonly Lazy<HashSet<string>> _tests = new(() =>
        nodes.Enabled.Concat(nodes.Disabled).OfType<TestNode>().Select(test => test.Name).ToHashSet(StringComparer.Ordinal));

    internal void Check()
    {
        foreach (var report in settings.Reports)
        {
            CheckModel(report.Model, report.Source, PlaceOf(report.Source, report.Span, report.Model));
        }

        foreach (var rule in settings.Rules)
        {
            CheckRule(rule);
        }

        foreach (var prerequisite in settings.Workflow?.Stages.SelectMany(stage => stage.Requires) ?? [])
        {
            _texts.Check(prerequisite);
            if (prerequisite.Kind is PrerequisiteKind.Row or PrerequisiteKind.NotEmpty)
            {
                CheckModel(prerequisite.Target, prerequisite.Source, prerequisite.Span);
            }
        }

        foreach (var stage in settings.Workflow?.Stages ?? [])
        {
            foreach (var model in stage.Rebuild)
            {
                CheckModel(model, stage.Source, PlaceOf(stage.Source, stage.Span, model));
            }
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

    private void CheckRule(RuleSettings rule)
    {
        IEnumerable<RowsSettings> all = [.. new[] { rule.Rows }.OfType<RowsSettings>(), .. rule.To, .. rule.Models.Select(model => new RowsSettings(model, [], null))];
        foreach (var rows in all.DistinctBy(rows => rows.Model))
        {
            CheckModel(rows.Model, rule.Source, PlaceOf(rule.Source, rule.Span, rows.Model));
        }

        foreach (var rows in all)
        {
            CheckColumns(rule, rows);
        }

        if (rule.Test is { } test && !_tests.Value.Contains(test))
        {
            diagnostics.Add(SluiceErrors.UnknownTest(rule.Source, PlaceOf(rule.Source, rule.Span, test), test, Nearest.To(test, _tests.Value)));
        }

        CheckPartitions(rule);
        _texts.Check(rule);
    }

    // What a contract does not enforce may have columns that nobody describes.
    private void CheckColumns(RuleSettings rule, RowsSettings rows)
    {
        if (context.Index!.Find(null, rows.Model, context.Root.Name) is not ModelNode { HasContract: true } model)
        {
            return;
        }

        var known = model.Columns.Select(column => column.Name).ToList();
        foreach (var column in rows.Columns.Concat(rows == rule.Rows ? rule.Key.Concat(rule.Order) : []))
        {
            if (column.All(letter => char.IsLetterOrDigit(letter) || letter == '_') && !known.Contains(column, StringComparer.OrdinalIgnoreCase))
            {
                diagnostics.Add(SluiceErrors.UnknownColumn(rule.Source, PlaceOf(rule.Source, rule.Span, column), rows.Model, column, Nearest.To(column, known)));
            }
        }
    }

    private void CheckPartitions(RuleSettings rule)
    {
        var forEach = settings.Workflow?.ForEach;
        var needs = rule.Kind == "continuity" ? $"the kind `{rule.Kind}`"
            : rule.Against is { Kind: BaselineKind.Partitions, IsDefaultScope: false } ? $"`against` of the rule `{rule.Name}`" : null;
        if (needs is not null && forEach is null)
        {
            diagnostics.Add(SluiceErrors.NeedsPartitions(rule.Source, rule.Span, needs));
        }
        else if (rule.Kind == "continuity" && context.Partitions.GetValueOrDefault(forEach!) is { } set)
        {
            foreach (var name in rule.Rows is { } rows ? [rows.Model] : rule.Models)
            {
                if (context.Index!.Find(null, name, context.Root.Name) is { } model && model.Partitions != set)
                {
                    diagnostics.Add(SluiceErrors.NotPartitioned(rule.Source, PlaceOf(rule.Source, rule.Span, name), rule.Name, name, set.Name));
                }
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
