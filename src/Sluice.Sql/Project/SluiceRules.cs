using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Reads <c>rules</c> of sluice.yml: named checks with their thresholds.</summary>
/// <param name="source">The file.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed partial class SluiceRules(SourceText source, DiagnosticBag diagnostics)
{
    private static readonly string[] Severities = ["warn", "error"];
    private static readonly string[] RuleKinds = ["test", "row_count", "row_count_change", "value_range", "freshness", "sql"];

    internal ImmutableArray<RuleSettings> Read(YamlReader? reader)
    {
        var rules = ImmutableArray.CreateBuilder<RuleSettings>();
        foreach (var entry in reader?.Mapping.Entries ?? [])
        {
            if (YamlReader.Over(entry.Value, $"the rule `{entry.Key.Text}`", diagnostics) is not { } rule)
            {
                diagnostics.Add(SluiceErrors.RuleNeeds(entry.Key, "none", "a mapping with `kind`"));
                continue;
            }

            rules.Add(ReadRule(entry.Key, rule));
        }

        return rules.ToImmutable();
    }

    private RuleSettings ReadRule(YamlScalar name, YamlReader reader)
    {
        var kind = reader.Mapping.Get("kind") is null ? reader.Required("kind") : reader.Word("kind", RuleKinds);
        var rule = new RuleSettings(name.Text, kind ?? "", source, name.Span)
        {
            Model = reader.String("model"),
            Test = reader.String("test"),
            Sql = reader.String("sql"),
            Column = reader.String("column"),
            Warn = Threshold(reader, "warn"),
            Error = Threshold(reader, "error"),
            Severity = reader.Word("severity", Severities) == "warn" ? Severity.Warning : Severity.Error,
            Description = reader.String("description"),
        };
        reader.Finish(Severity.Error);
        var needs = kind switch
        {
            "test" when rule.Test is null => "`test`",
            "sql" when rule.Sql is null => "`sql`",
            "row_count" or "row_count_change" or "value_range" or "freshness" when rule.Model is null => "`model`",
            "value_range" or "freshness" when rule.Column is null => "`column`",
            _ => null,
        };
        if (needs is not null)
        {
            diagnostics.Add(SluiceErrors.RuleNeeds(name, kind!, needs));
        }

        return rule;
    }

    private string? Threshold(YamlReader reader, string key)
    {
        var text = reader.String(key);
        if (text is not null && !ThresholdForm().IsMatch(text))
        {
            diagnostics.Add(SluiceErrors.BadThreshold(reader.Node(key)!, key));
        }

        return text;
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\s*%?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ThresholdForm();
}
