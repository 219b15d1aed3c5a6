using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Reads <c>sluice.yml</c>; every unknown key is an error.</summary>
/// <param name="source">The file.</param>
/// <param name="render">Gives the value of a scalar, Jinja rendered.</param>
/// <param name="time">The clock.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class SluiceFile(SourceText source, Func<YamlScalar, object?> render, TimeProvider time, DiagnosticBag diagnostics)
{
    private static readonly string[] Formats = ["json", "csv", "html"];
    private static readonly string[] Pers = ["partition", "run"];

    internal static SluiceSettings? Parse(SourceText source, Func<YamlScalar, object?> render, TimeProvider time, ImmutableArray<SettingOverride> overrides, DiagnosticBag diagnostics)
    {
        var found = new DiagnosticBag();
        var root = YamlFile.Parse(source, found);
        diagnostics.AddRange(found.ToSorted());
        root ??= overrides.IsEmpty || found.HasErrors ? null : new YamlMapping([], source, default);
        if (root is null)
        {
            return found.HasErrors ? null : new SluiceSettings { Source = source };
        }

        if (root is YamlMapping mapping)
        {
            SluiceOverrides.Apply(mapping, overrides, diagnostics);
        }

        return YamlReader.Over(root, "sluice.yml", diagnostics) is { } reader
            ? new SluiceFile(source, render, time, diagnostics).Read(reader) with { Values = [.. SluiceOverrides.Values(root)] }
            : null;
    }

    private SluiceSettings Read(YamlReader reader)
    {
        var rules = new SluiceRules(source, diagnostics).Read(reader.Reader("rules"));
        var partitions = new SluicePartitions(render, time, diagnostics).Read(reader.Reader("partitions"));
        var settings = new SluiceSettings
        {
            Source = source,
            Name = reader.String("name"),
            Partitions = partitions,
            Scenarios = reader.Strings("scenarios"),
            Workflow = new SluiceWorkflow(source, diagnostics).Read(reader.Reader("workflow"), partitions, rules),
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
            var per = report.Word("per", Pers);
            var format = report.Word("format", Formats) ?? "json";
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
            SeedVariable = reader.String("seed_var") ?? EngineSettings.UsualSeedVariable,
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
}
