using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Reads <c>workflow</c> of sluice.yml: the stages, and whether their gates name rules.</summary>
/// <param name="source">The file.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class SluiceWorkflow(SourceText source, DiagnosticBag diagnostics)
{
    private static readonly string[] Thens = ["stop", "rollback", "continue"];

    internal WorkflowSettings? Read(
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
            if (ReadStage(stage, forEach, gates) is { } read)
            {
                if (!names.Add(read.Name))
                {
                    diagnostics.Add(SluiceErrors.DuplicateName(read.Source, read.Span, "stages", read.Name));
                }

                stages.Add(read);
            }
        }

        reader.Finish(Severity.Error);
        CheckOrder(stages);
        var known = rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gate in gates.Where(gate => !known.Contains(gate.Text)))
        {
            diagnostics.Add(SluiceErrors.UnknownRule(gate.Source, gate.Span, gate.Text, known));
        }

        ReportUnused(rules, gates);
        return new WorkflowSettings(forEach, stages.ToImmutable());
    }

    // A stage depends on stages before it, so that they read in the order in which they run.
    private void CheckOrder(ImmutableArray<StageSettings>.Builder stages)
    {
        for (var i = 0; i < stages.Count; i++)
        {
            var before = stages.Take(i).Select(stage => stage.Name).ToList();
            foreach (var name in (stages[i].DependsOn ?? []).Where(name => !before.Contains(name)))
            {
                diagnostics.Add(SluiceErrors.UnknownEarlierStage(stages[i].Source, stages[i].Span, stages[i].Name, name, before));
            }
        }
    }

    private void ReportUnused(ImmutableArray<RuleSettings> rules, List<YamlScalar> gates)
    {
        var read = gates.Select(gate => gate.Text).ToHashSet(StringComparer.Ordinal);
        diagnostics.AddRange(rules.Where(rule => !read.Contains(rule.Name))
            .Select(rule => SluiceErrors.UnusedRule(rule.Source, rule.Span, rule.Name)));
    }

    private StageSettings? ReadStage(YamlReader reader, string? forEach, List<YamlScalar> gates)
    {
        var name = reader.Required("name");
        var select = reader.Strings("select");
        var gate = reader.Scalars("gate");
        gates.AddRange(gate);
        var onFailure = reader.Reader("on_failure");
        var stage = new StageSettings(name ?? "", select, source, reader.Node("name")?.Span ?? reader.Mapping.Span)
        {
            Parallel = (int?)reader.Integer("parallel", 1, 1000),
            Requires = new SluicePrerequisites(source, forEach, diagnostics).Read(reader),
            Gate = [.. gate.Select(item => item.Text)],
            Retry = (int)(onFailure?.Integer("retry", 0, 100) ?? 0),
            Rebuild = onFailure?.Strings("rebuild") ?? [],
            DependsOn = reader.Node("depends_on") is null ? null : reader.Strings("depends_on"),
            Timeout = reader.Duration("timeout"),
            Sla = reader.Duration("sla"),
            Then = onFailure is null ? "stop" : onFailure.Word("then", Thens) ?? "stop",
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
}
