using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.Cli.Talking;
using Sluice.Runs;
using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Running;

/// <summary>What rules and prerequisites found, as a table for people and as JSON for programs.</summary>
internal static class VerdictList
{
    /// <summary>A table with a line for each verdict.</summary>
    /// <param name="verdicts">The verdicts, each with the partition that it is about.</param>
    internal static TextTable Table(IEnumerable<(string Partition, Verdict Verdict)> verdicts)
    {
        var table = new TextTable(["rule", "partition", "found", "value", "against", "warn", "error", "message"], [false, false, false, true, true, true, true, false], cut: [7]);
        foreach (var (partition, verdict) in verdicts)
        {
            table.Add(
                verdict.Rule, partition, Word(verdict), Number(verdict.Value), Number(verdict.Baseline), verdict.Warn ?? "", verdict.Error ?? "",
                verdict.Override is { } reason ? $"{verdict.Message}; let pass: {reason}" : verdict.Message);
        }

        return table;
    }

    /// <summary>Writes the verdicts as an array <c>verdicts</c>; nothing where there is none.</summary>
    internal static void Write(Utf8JsonWriter writer, ImmutableArray<Verdict> verdicts)
    {
        if (verdicts.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray("verdicts");
        foreach (var verdict in verdicts)
        {
            writer.WriteStartObject();
            WriteMembers(writer, verdict);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the members of one verdict.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, Verdict verdict)
    {
        writer.WriteString("rule", verdict.Rule);
        writer.WriteString("kind", verdict.Kind);
        writer.WriteString("found", verdict.Status.ToString().ToLowerInvariant());
        writer.WriteString("message", verdict.Message);
        JsonValues.Write(writer, "value", verdict.Value);
        JsonValues.Write(writer, "baseline", verdict.Baseline);
        writer.WriteString("warn", verdict.Warn);
        writer.WriteString("error", verdict.Error);
        writer.WriteString("let_pass", verdict.Override);
        writer.WriteStartObject("numbers");
        foreach (var (name, number) in verdict.Numbers)
        {
            writer.WriteNumber(name, number);
        }

        writer.WriteEndObject();
    }

    private static string Word(Verdict verdict) => verdict.Override is null ? verdict.Status.ToString().ToLowerInvariant() : "let pass";

    private static string Number(double? number) => number?.ToString("#,0.####", CultureInfo.InvariantCulture) ?? "";
}
