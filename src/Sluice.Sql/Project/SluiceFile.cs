using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Reads <c>sluice.yml</c>; every unknown key is an error.</summary>
/// <param name="source">The file.</param>
/// <param name="render">Gives the value of a scalar, Jinja rendered.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed partial class SluiceFile(SourceText source, Func<YamlScalar, object?> render, DiagnosticBag diagnostics)
{
    private const int MaxKeys = 1_000_000;
    private static readonly string[] Formats = ["json", "csv"];
    private static readonly string[] Pers = ["partition", "run"];
    private static readonly string[] Thens = ["stop", "rollback", "continue"];
    private static readonly string[] Severities = ["warn", "error"];
    private static readonly string[] RuleKinds = ["test", "row_count", "row_count_change", "value_range", "freshness", "sql"];

    internal static SluiceSettings? Parse(SourceText source, Func<YamlScalar, object?> render, DiagnosticBag diagnostics)
    {
        var found = new DiagnosticBag();
        var root = YamlFile.Parse(source, found);
        diagnostics.AddRange(found.ToSorted());
        if (root is null)
        {
            return found.HasErrors ? null : new SluiceSettings { Source = source };
        }

        return YamlReader.Over(root, "sluice.yml", diagnostics) is { } reader
            ? new SluiceFile(source, render, diagnostics).Read(reader)
            : null;
    }

    private SluiceSettings Read(YamlReader reader)
    {
        var rules = ReadRules(reader.Reader("rules"));
        var partitions = ReadPartitions(reader.Reader("partitions"));
        var settings = new SluiceSettings
        {
            Source = source,
            Name = reader.String("name"),
            Partitions = partitions,
            Scenarios = reader.Strings("scenarios"),
            Workflow = ReadWorkflow(reader.Reader("workflow"), partitions, rules),
            Rules = rules,
            Registries = ReadRegistries(reader.Reader("registries")),
            Fallbacks = ReadFallbacks(reader.Reader("fallbacks")),
            Reports = ReadReports(reader.Reader("reports")),
            Settings = ReadSettings(reader.Reader("settings")),
        };
        ReadFreshness(reader.Reader("freshness"));
        ReadAlerts(reader.Reader("alerts"));
        reader.Finish(Severity.Error);
        return settings;
    }

    private ImmutableDictionary<string, PartitionSet> ReadPartitions(YamlReader? reader)
    {
        var sets = ImmutableDictionary.CreateBuilder<string, PartitionSet>(StringComparer.Ordinal);
        foreach (var entry in reader?.Mapping.Entries ?? [])
        {
            if (YamlReader.Over(entry.Value, $"the partitions `{entry.Key.Text}`", diagnostics) is not { } set)
            {
                diagnostics.Add(SluiceErrors.NoKeys(entry.Key));
                continue;
            }

            var range = set.Node("range");
            var keys = set.Node("keys");
            var variable = set.String("var");
            var column = set.String("column");
            set.Finish(Severity.Error);
            if (range is null == keys is null)
            {
                diagnostics.Add(range is null ? SluiceErrors.NoKeys(entry.Key) : SluiceErrors.BothKeys(entry.Key));
                continue;
            }

            var list = range is not null ? ReadRange(range) : ReadKeys(keys!);
            if (!list.IsEmpty)
            {
                sets[entry.Key.Text] = new PartitionSet(entry.Key.Text, list, column, variable);
            }
        }

        return sets.ToImmutable();
    }

    private ImmutableArray<PartitionKey> ReadRange(YamlNode node)
    {
        if (node is not YamlSequence { Items: [YamlScalar first, YamlScalar last] })
        {
            diagnostics.Add(SluiceErrors.BadRange(node, $"is {node.Kind}, expected two keys"));
            return [];
        }

        if (ToInteger(first) is not { } start || ToInteger(last) is not { } end)
        {
            return [];
        }

        if (end < start || end - start >= MaxKeys)
        {
            var problem = end < start ? $"ends at {end}, before its start {start}" : $"has more than {MaxKeys} keys";
            diagnostics.Add(SluiceErrors.BadRange(node, problem));
            return [];
        }

        return PartitionSet.Range("range", start, end).Keys;
    }

    private long? ToInteger(YamlScalar scalar)
    {
        switch (render(scalar))
        {
            case long number:
                return number;
            case string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                return number;
            case var other:
                diagnostics.Add(SluiceErrors.BadRange(scalar, $"has the key `{other ?? "none"}`, expected a whole number"));
                return null;
        }
    }

    private ImmutableArray<PartitionKey> ReadKeys(YamlNode node)
    {
        var keys = ImmutableArray.CreateBuilder<PartitionKey>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (node is not YamlSequence { Items.Count: > 0 } sequence)
        {
            diagnostics.Add(YamlErrors.WrongKind(node, "keys", "a list of at least one key"));
            return [];
        }

        foreach (var item in sequence.Items)
        {
            if (item is not YamlScalar { Value: not null } scalar)
            {
                diagnostics.Add(YamlErrors.WrongKind(item, "a key", "a text or a number"));
                continue;
            }

            var text = Convert.ToString(scalar.Value is string ? render(scalar) : scalar.Text, CultureInfo.InvariantCulture) ?? "";
            if (seen.Add(text))
            {
                keys.Add(new PartitionKey(text));
            }
            else
            {
                diagnostics.Add(SluiceErrors.DuplicateName(scalar.Source, scalar.Span, "keys", text));
            }
        }

        return keys.ToImmutable();
    }

    private WorkflowSettings? ReadWorkflow(
        YamlReader? reader, ImmutableDictionary<string, PartitionSet> partitions, ImmutableArray<RuleSettings> rules)
    {
        if (reader is null)
        {
            ReportUnused(rules, []);
            return null;
        }

        var forEach = reader.String("for_each");
        if (forEach is not null && !partitions.ContainsKey(forEach))
        {
            var node = reader.Node("for_each")!;
            diagnostics.Add(SluiceErrors.UnknownPartitions(node.Source, node.Span, forEach, partitions.Keys.Order(StringComparer.Ordinal)));
            forEach = null;
        }

        var stages = ImmutableArray.CreateBuilder<StageSettings>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var gates = new List<YamlScalar>();
        foreach (var stage in reader.Readers("stages", "a stage"))
        {
            if (ReadStage(stage, gates) is { } read)
            {
                if (!names.Add(read.Name))
                {
                    diagnostics.Add(SluiceErrors.DuplicateName(read.Source, read.Span, "stages", read.Name));
                }

                stages.Add(read);
            }
        }

        reader.Finish(Severity.Error);
        var known = rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gate in gates.Where(gate => !known.Contains(gate.Text)))
        {
            diagnostics.Add(SluiceErrors.UnknownRule(gate.Source, gate.Span, gate.Text, known));
        }

        ReportUnused(rules, gates);
        return new WorkflowSettings(forEach, stages.ToImmutable());
    }

    private void ReportUnused(ImmutableArray<RuleSettings> rules, List<YamlScalar> gates)
    {
        var read = gates.Select(gate => gate.Text).ToHashSet(StringComparer.Ordinal);
        diagnostics.AddRange(rules.Where(rule => !read.Contains(rule.Name))
            .Select(rule => SluiceErrors.UnusedRule(rule.Source, rule.Span, rule.Name)));
    }

    private StageSettings? ReadStage(YamlReader reader, List<YamlScalar> gates)
    {
        var name = reader.Required("name");
        var select = reader.Strings("select");
        var gate = reader.Scalars("gate");
        gates.AddRange(gate);
        var onFailure = reader.Reader("on_failure");
        var stage = new StageSettings(name ?? "", select, source, reader.Node("name")?.Span ?? reader.Mapping.Span)
        {
            Parallel = (int?)reader.Integer("parallel", 1, 1000),
            Requires = reader.Strings("requires"),
            Gate = [.. gate.Select(item => item.Text)],
            Retry = (int)(onFailure?.Integer("retry", 0, 100) ?? 0),
            Then = onFailure is null ? "stop" : Word(onFailure, "then", Thens) ?? "stop",
            Checkpoint = reader.Boolean("checkpoint") ?? false,
        };
        onFailure?.Finish(Severity.Error);
        reader.Finish(Severity.Error);
        if (select.IsEmpty)
        {
            diagnostics.Add(YamlErrors.MissingKey(reader.Mapping, "select", "the stage"));
        }

        return name is null ? null : stage;
    }

    private string? Word(YamlReader reader, string key, string[] known)
    {
        var value = reader.String(key);
        if (value is not null && !known.Contains(value))
        {
            diagnostics.Add(SluiceErrors.UnknownWord(reader.Node(key)!, key, value, known));
            return null;
        }

        return value;
    }

    private ImmutableArray<RuleSettings> ReadRules(YamlReader? reader)
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
        var kind = reader.Mapping.Get("kind") is null ? reader.Required("kind") : Word(reader, "kind", RuleKinds);
        var rule = new RuleSettings(name.Text, kind ?? "", source, name.Span)
        {
            Model = reader.String("model"),
            Test = reader.String("test"),
            Sql = reader.String("sql"),
            Column = reader.String("column"),
            Warn = Threshold(reader, "warn"),
            Error = Threshold(reader, "error"),
            Severity = Word(reader, "severity", Severities) == "warn" ? Severity.Warning : Severity.Error,
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

    private ImmutableArray<RegistrySettings> ReadRegistries(YamlReader? reader)
    {
        var registries = ImmutableArray.CreateBuilder<RegistrySettings>();
        foreach (var entry in reader?.Mapping.Entries ?? [])
        {
            if (reader!.String(entry.Key.Text) is { } sql)
            {
                registries.Add(new RegistrySettings(entry.Key.Text, sql, source, entry.Value.Span));
            }
        }

        return registries.ToImmutable();
    }

    private ImmutableArray<FallbackSettings> ReadFallbacks(YamlReader? reader)
    {
        var fallbacks = ImmutableArray.CreateBuilder<FallbackSettings>();
        foreach (var entry in reader?.Mapping.Entries ?? [])
        {
            fallbacks.Add(new FallbackSettings(entry.Key.Text, reader!.Strings(entry.Key.Text), source, entry.Key.Span));
        }

        return fallbacks.ToImmutable();
    }

    private ImmutableArray<ReportSettings> ReadReports(YamlReader? reader)
    {
        var reports = ImmutableArray.CreateBuilder<ReportSettings>();
        foreach (var entry in reader?.Mapping.Entries ?? [])
        {
            if (YamlReader.Over(entry.Value, $"the report `{entry.Key.Text}`", diagnostics) is not { } report)
            {
                continue;
            }

            var model = report.Required("model");
            var path = report.Required("path");
            var per = Word(report, "per", Pers);
            var format = Word(report, "format", Formats) ?? "json";
            var prints = report.Boolean("print") ?? false;
            report.Finish(Severity.Error);
            if (model is not null && path is not null)
            {
                reports.Add(new ReportSettings(entry.Key.Text, model, per == "partition", format, path, source, entry.Key.Span) { Prints = prints });
            }
        }

        return reports.ToImmutable();
    }

    private static EngineSettings ReadSettings(YamlReader? reader)
    {
        if (reader is null)
        {
            return new EngineSettings();
        }

        var settings = new EngineSettings
        {
            StrictVars = reader.Boolean("strict_vars") ?? true,
            Threads = (int?)reader.Integer("threads", 1, 1024),
        };
        reader.Finish(Severity.Error);
        return settings;
    }

    // Both are read by later work; here only their form is checked.
    private static void ReadFreshness(YamlReader? reader)
    {
        foreach (var entry in reader?.Mapping.Entries ?? [])
        {
            if (reader!.Reader(entry.Key.Text, $"the freshness of `{entry.Key.Text}`") is { } item)
            {
                item.Accept("column", "warn_after", "error_after");
                item.Finish(Severity.Error);
            }
        }
    }

    private static void ReadAlerts(YamlReader? reader)
    {
        foreach (var entry in reader?.Mapping.Entries ?? [])
        {
            if (reader!.Reader(entry.Key.Text, $"the alert `{entry.Key.Text}`") is { } item)
            {
                item.Accept("on", "to", "select", "severity", "after");
                item.Finish(Severity.Error);
            }
        }
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\s*%?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ThresholdForm();
}
