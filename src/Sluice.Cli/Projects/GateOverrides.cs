using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Stages;

namespace Sluice.Cli.Projects;

/// <summary>Reads <c>--let-pass row_count_drift@2026 --reason "…"</c>.</summary>
internal static class GateOverrides
{
    /// <summary>The rules that are let pass, with who says so and why.</summary>
    /// <exception cref="DiagnosticException">A rule or partition is not there, or no reason is given.</exception>
    internal static ImmutableArray<GateOverride> Read(RunSettings settings, SqlProject project, CommandText line)
    {
        var problems = new DiagnosticBag();
        var overrides = ImmutableArray.CreateBuilder<GateOverride>();
        if (!settings.LetPass.IsEmpty && string.IsNullOrWhiteSpace(settings.Reason))
        {
            problems.Add(UsageErrors.NoReason(line, line.Find("--let-pass")));
        }

        var rules = project.Settings!.Rules.Select(rule => rule.Name).ToList();
        foreach (var word in settings.LetPass)
        {
            var at = word.LastIndexOf('@');
            var (rule, partition) = at < 0 ? (word, (PartitionKey?)null) : (word[..at], new PartitionKey(word[(at + 1)..]));
            if (!rules.Contains(rule))
            {
                problems.Add(UsageErrors.UnknownRule(line, line.Find(word), rule, rules));
            }
            else if (partition is { } key && !project.Partitions.Values.Any(set => set.IndexOf(key) >= 0))
            {
                problems.Add(UsageErrors.UnknownPartition(line, line.Find(word), key.Text!, [.. project.Partitions.Values]));
            }
            else
            {
                overrides.Add(new GateOverride(rule, partition, $"{settings.Reason} ({Environment.UserName}@{Environment.MachineName})"));
            }
        }

        problems.ThrowIfErrors();
        return overrides.ToImmutable();
    }
}
