using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Project;

/// <summary>Reads <c>rules</c> of sluice.yml: named checks with their thresholds.</summary>
/// <param name="source">The file.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class SluiceRules(SourceText source, DiagnosticBag diagnostics)
{
    private static readonly string[] Severities = ["warn", "error"];
    private static readonly string[] Results = ["rows", "number"];
    private static readonly string[] Kinds = [.. RuleKind.All.Keys.Order(StringComparer.Ordinal)];

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
        var word = reader.Mapping.Get("kind") is null ? reader.Required("kind") : reader.Word("kind", Kinds);
        var rule = new RuleSettings(name.Text, word ?? "", source, name.Span)
        {
            Severity = reader.Word("severity", Severities) == "warn" ? Severity.Warning : Severity.Error,
            Warn = reader.String("warn"),
            Error = reader.String("error"),
            Description = reader.String("description"),
        };
        // Of an unknown kind nobody knows the keys.
        return word is null ? rule : Finish(name, reader, RuleKind.All[word], rule);
    }

    private RuleSettings Finish(YamlScalar name, YamlReader reader, RuleKind kind, RuleSettings rule)
    {
        bool Takes(string key) => kind.Keys.Contains(key);
        string? Text(string key) => Takes(key) ? reader.String(key) : null;
        ImmutableArray<string> Texts(string key) => Takes(key) ? reader.Strings(key) : [];
        var rows = Takes("model") ? RowsReader.Read(reader, Takes("where"), Takes("column")) : null;
        rule = rule with
        {
            Rows = rows,
            Models = Texts("models"),
            To = Takes("to") ? RowsReader.ReadMany(reader, "to", rows?.Columns ?? [], diagnostics) : [],
            Test = Text("test"),
            Sql = Text("sql"),
            ReturnsNumber = Takes("returns") && reader.Word("returns", Results) == "number",
            Min = Text("min"),
            Max = Text("max"),
            Expected = Text("expected"),
            Measure = Takes("measure") ? reader.Word("measure", Measure.Words) : null,
            Key = Texts("key"),
            Order = Texts("order"),
            Closing = Text("closing"),
            Opening = Text("opening"),
            Against = Takes("against") ? ReadAgainst(reader) : null,
            Error = rule.Error ?? (rule.Warn is null ? kind.DefaultError : null),
        };
        reader.Finish(Severity.Error);
        RequireKeys(name, reader, kind);
        CheckThresholds(reader, kind, rule);
        return rule;
    }

    private void RequireKeys(YamlScalar name, YamlReader reader, RuleKind kind)
    {
        var missing = kind.Needs.Where(need => need.Split('|').All(key => reader.Mapping.Get(key) is null or YamlScalar { Value: null })).ToList();
        if (missing.Count > 0)
        {
            var keys = missing.Select(need => string.Join(" or ", need.Split('|').Select(key => $"`{key}`")));
            diagnostics.Add(SluiceErrors.RuleNeeds(name, kind.Name, string.Join(" and ", keys)));
        }
    }

    private void CheckThresholds(YamlReader reader, RuleKind kind, RuleSettings rule)
    {
        // Failing rows are a share of nothing that is known.
        var form = kind == SqlRule.Kind && rule is { Against: null, Min: null, Max: null } ? ThresholdForm.Amount : kind.Thresholds;
        foreach (var (key, text) in (ReadOnlySpan<(string, string?)>)[("warn", rule.Warn), ("error", rule.Error)])
        {
            if (text is not null && reader.Node(key) is { } node && Threshold.Parse(text, form) is null)
            {
                diagnostics.Add(SluiceErrors.BadThreshold(node, key, form));
            }
        }

        if (rule is { Warn: { } warn, Error: { } error } && Threshold.Parse(warn, form) is { } first && Threshold.Parse(error, form) is { } second
            && first.IsShare == second.IsShare && first.Limit > second.Limit)
        {
            diagnostics.Add(SluiceErrors.WarnAboveError(reader.Node("warn")!, warn, error));
        }
    }

    private BaselineSettings? ReadAgainst(YamlReader reader)
    {
        switch (reader.Node("against"))
        {
            case null or YamlScalar { Value: null }:
                return null;
            case YamlScalar { Text: "previous_partition" }:
                return new BaselineSettings(BaselineKind.Partitions);
            case YamlScalar { Text: "previous_run" }:
                return new BaselineSettings(BaselineKind.Runs);
            case YamlMapping:
                return ReadMean(reader.Reader("against")!);
            case var other:
                diagnostics.Add(SluiceErrors.BadAgainst(other));
                return null;
        }
    }

    private static BaselineSettings? ReadMean(YamlReader reader)
    {
        _ = reader.Required("mean_of");
        var count = reader.Integer("mean_of", 1, 1000);
        var over = reader.Word("over", ["partitions", "runs"]);
        reader.Finish(Severity.Error);
        return count is { } number ? new BaselineSettings(over == "runs" ? BaselineKind.Runs : BaselineKind.Partitions, (int)number) { IsDefaultScope = over is null } : null;
    }
}
