using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Sluice.Assets;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Project;

namespace Sluice.Sql.Graph;

/// <summary>The steps around the models of each stage: its prerequisites before them, its gate behind them.</summary>
/// <param name="project">The project.</param>
/// <param name="runner">Does their work.</param>
internal sealed class StageAssets(SqlProject project, IStageRunner runner)
{
    /// <summary>The stages with what the file says of them.</summary>
    /// <param name="settings">The workflow.</param>
    internal Workflow WorkflowOf(WorkflowSettings settings) => new(settings.ForEach, [.. settings.Stages.Select(StageOf)])
    {
        Rollback = runner.RollBackAsync,
    };

    /// <summary>The prerequisites and gates of the stages that have any.</summary>
    /// <param name="settings">The workflow.</param>
    /// <param name="workflow">The same as the engine sees it.</param>
    /// <param name="assets">The project's other assets.</param>
    internal IEnumerable<AssetDefinition> Of(WorkflowSettings settings, Workflow workflow, ImmutableArray<AssetDefinition> assets)
    {
        var overAll = LookAtAllPartitions(assets);
        foreach (var (stage, number) in settings.Stages.Select((stage, number) => (stage, number)))
        {
            var members = assets.Where(asset => asset.Kind == AssetKind.Data && asset.Stage == stage.Name).ToImmutableArray();
            var partitions = members.Select(member => member.Partitions).FirstOrDefault(set => set is not null && set.Name == settings.ForEach);
            var inEngine = workflow.Stages[number];
            if (!stage.Requires.IsEmpty || stage.Then == "rollback")
            {
                yield return new AssetDefinition
                {
                    Key = new AssetKey($"prerequisites.{project.Name}.{stage.Name}"),
                    Name = $"prerequisites of {stage.Name}",
                    Kind = AssetKind.Prerequisite,
                    Materialized = "prerequisites",
                    Stage = stage.Name,
                    Partitions = partitions,
                    Source = stage.Source,
                    CodeVersion = _ => "",
                    Body = (context, cancel) => runner.BeginAsync(stage, ScopeOf(inEngine, members, context), context, cancel),
                };
            }

            if (!stage.Gate.IsEmpty || stage.Checkpoint)
            {
                var version = VersionOf(stage);
                // Where some of the stage looks at all partitions, so does its gate: it is asked once, behind all of them.
                var isOne = partitions is null || members.Any(member => overAll.Contains(member.Key));
                yield return new AssetDefinition
                {
                    Key = new AssetKey($"gate.{project.Name}.{stage.Name}"),
                    Name = $"gate {stage.Name}",
                    Kind = AssetKind.Gate,
                    Materialized = "gate",
                    Stage = stage.Name,
                    Partitions = isOne ? null : partitions,
                    Dependencies =
                    [
                        .. members.Select(member => new AssetDependency(
                            member.Key, isOne && member.Partitions is not null ? new PartitionMapping.All() : new PartitionMapping.Same(), stage.Source, stage.Span)),
                    ],
                    Source = stage.Source,
                    Retry = new RetryPolicy { MaxAttempts = 1 },
                    CodeVersion = _ => version,
                    Body = (context, cancel) => runner.EndAsync(stage, ScopeOf(inEngine, members, context), context, cancel),
                };
            }
        }
    }

    private static HashSet<AssetKey> LookAtAllPartitions(ImmutableArray<AssetDefinition> assets)
    {
        var byKey = assets.ToDictionary(asset => asset.Key);
        var known = new Dictionary<AssetKey, bool>();
        return [.. assets.Where(asset => asset.Partitions is null && Touches(asset)).Select(asset => asset.Key)];

        // A cycle is reported elsewhere; here it must only end.
        bool Touches(AssetDefinition asset) => asset.Partitions is not null || (known.TryGetValue(asset.Key, out var answer) ? answer : known[asset.Key] = Reads(asset));

        bool Reads(AssetDefinition asset)
        {
            known[asset.Key] = false;
            return asset.Dependencies.Any(read => byKey.TryGetValue(read.Upstream, out var upstream) && Touches(upstream));
        }
    }

    private Stage StageOf(StageSettings stage) => new(stage.Name, stage.Parallel, stage.Source, stage.Span)
    {
        DependsOn = stage.DependsOn,
        AfterPrevious = stage.Requires.Any(item => item.Kind == PrerequisiteKind.PreviousPartition),
        Timeout = stage.Timeout,
        Sla = stage.Sla,
        OnFailure = new StageRecovery
        {
            Retries = stage.Retry,
            Rebuild = [.. stage.Rebuild.Select(name => project.FindByName(name)).OfType<Nodes.SqlNode>().Select(node => new AssetKey(node.UniqueId))],
            Then = stage.Then switch { "rollback" => StageEnding.Rollback, "continue" => StageEnding.Continue, _ => StageEnding.Stop },
        },
    };

    private static StageScope ScopeOf(Stage stage, ImmutableArray<AssetDefinition> members, StepContext context) => new(
        context.Run, stage, context.Step.Partition,
        [.. members.Select(member => new StepKey(member.Key, member.Partitions is null ? PartitionKey.None : context.Step.Partition))]);

    // What a gate asks: a changed threshold is a changed gate.
    private string VersionOf(StageSettings stage)
    {
        var text = new StringBuilder();
        var rules = project.Settings!.Rules;
        for (var i = 0; i < rules.Length; i++)
        {
            if (stage.Gate.Contains(rules[i].Name))
            {
                // What is written, up to the next rule.
                var written = rules[i].Source.Text;
                text.Append(written, rules[i].Span.Start, (i + 1 < rules.Length ? rules[i + 1].Span.Start : written.Length) - rules[i].Span.Start);
            }
        }

        text.Append(stage.Checkpoint).Append(string.Join('\n', stage.Checkpoint ? project.Settings.Registries.Select(registry => $"{registry.Name} {registry.Sql}") : []));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}
