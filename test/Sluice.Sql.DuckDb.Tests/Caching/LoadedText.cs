using System.Collections.Immutable;
using System.Text;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Context;
using Sluice.Sql.Graph;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;
using Sluice.Sql.Selection;

namespace Sluice.Sql.DuckDb.Tests.Caching;

/// <summary>All that a load of a project comes to, as one text: messages, diagnostics, manifest, versions, SQL, selections.</summary>
internal static class LoadedText
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    internal static string Of(EditedProject project, bool keepsParse)
    {
        var said = new Listener();
        var diagnostics = new DiagnosticBag();
        var loaded = SqlProject.Load(
            new ProjectOptions
            {
                ProjectFolder = project.Folder,
                ProfilesFolder = project.Folder,
                Builtins = DuckDbBuiltins.Instance,
                Target = project.Target,
                Vars = project.Vars,
                KeepsParse = keepsParse,
                Invocation = new Invocation
                {
                    Command = project.Command,
                    FullRefresh = project.FullRefresh,
                    Flags = ImmutableDictionary<string, object?>.Empty.Add("FULL_REFRESH", project.FullRefresh),
                    Id = "one",
                    Messages = said,
                    Environment = name => name == "SLUICE_EDIT" ? project.Environment : null,
                },
            },
            diagnostics);
        var text = new StringBuilder();
        if (loaded is not null)
        {
            AppendManifest(text, loaded, project.Folder);
            AppendNodes(text, loaded, diagnostics);
        }

        return $"{string.Join('\n', said.Texts.Order(StringComparer.Ordinal))}\n{string.Join('\n', diagnostics.ToSorted())}\n{text}";
    }

    private static void AppendManifest(StringBuilder text, SqlProject project, string folder)
    {
        var path = Path.Combine(folder, "target", "manifest.json");
        ManifestFile.Write(path, project, new ArtifactRun { StartedAt = Moment, GeneratedAt = Moment, TargetFolder = Path.Combine(folder, "target") });
        text.AppendLine(File.ReadAllText(path));
    }

    private static void AppendNodes(StringBuilder text, SqlProject project, DiagnosticBag diagnostics)
    {
        foreach (var asset in ProjectAssets.Create(project, Idle.Instance, Idle.Instance, diagnostics).Assets)
        {
            text.AppendLine($"{asset.Key} {asset.CodeVersion(asset.Partitions?.Keys[0] ?? default)}");
        }

        foreach (var node in project.Nodes.Where(node => node is ModelNode or TestNode or AnalysisNode))
        {
            text.AppendLine($"{node.UniqueId}: {Compile(project, node)}");
        }

        foreach (var selection in (string[])["tag:x1+", "config.materialized:table", "+m0", "tag:from_macro", "tag:full tag:refresh"])
        {
            var nodes = project.Selector.Select(new SelectionRequest { Select = [selection] }, new DiagnosticBag());
            text.AppendLine($"{selection}: {string.Join(' ', nodes.Select(node => node.UniqueId))}");
        }
    }

    private static string Compile(SqlProject project, SqlNode node)
    {
        try
        {
            var step = new StepContext { Run = default, Step = new StepKey(new AssetKey(node.UniqueId), node.Partitions?.Keys[0] ?? default) };
            return project.Templates.Compile(node, step, DuckDbBuiltins.Instance.AtParse, CancellationToken.None).Sql;
        }
        catch (DiagnosticException error)
        {
            return error.Message;
        }
    }

    private sealed class Idle : INodeRunner, IStageRunner
    {
        internal static readonly Idle Instance = new();

        public Task<StepResult> RunAsync(SqlNode node, StepContext context, CancellationToken cancellationToken) => throw Nothing();

        public Task<StepResult> BeginAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken) => throw Nothing();

        public Task<StepResult> EndAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken) => throw Nothing();

        public Task<IReadOnlyDictionary<StepKey, CommitMarker>> RollBackAsync(StageScope scope, CancellationToken cancellationToken) => throw Nothing();

        private static InvalidOperationException Nothing() => new("nothing is run");
    }

    private sealed class Listener : IMessageSink
    {
        private readonly Lock _gate = new();

        internal List<string> Texts { get; } = [];

        public void Print(string text) => Add($"print {text}");

        public void Log(string text, bool info) => Add($"log {text} {info}");

        public void Warn(Diagnostic warning) => Add($"warn {warning}");

        private void Add(string text)
        {
            lock (_gate)
            {
                Texts.Add(text);
            }
        }
    }
}
