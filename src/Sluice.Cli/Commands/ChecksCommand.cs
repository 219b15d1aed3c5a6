using System.CommandLine;
using System.Text;
using System.Text.Json;
using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Cli.Scenarios;
using Sluice.Cli.Talking;
using Sluice.Engine.State;
using Sluice.Runs;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice checks [rule]</c></summary>
internal sealed class ChecksCommand() : SluiceCommand("checks", "List what the rules of gates and the prerequisites of stages found.")
{
    private readonly Option<string?> _projectDir = new("--project-dir") { Description = "The folder that holds dbt_project.yml.", HelpName = "folder" };
    private readonly Option<string?> _scenario = new("--scenario") { Description = "The scenario that is meant. Default: base.", HelpName = "name" };
    private readonly Option<string?> _run = new("--run") { Description = "Of one run: its id or its beginning, or `last`. Default: of all.", HelpName = "run" };
    private readonly Option<string?> _partition = new("--partition") { Description = "Of one partition. Default: of all.", HelpName = "key" };
    private readonly NumberOption _limit = new("--limit", "The most that are listed, the last first. Default: 100.");
    private readonly OutputOption _output = new("text", "json");
    private readonly Argument<string?> _rule = new("rule") { Description = "A rule: its history is listed. Default: all rules.", Arity = ArgumentArity.ZeroOrOne };

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var folder = ProjectFolders.Find(call.Parsed.GetValue(_projectDir) ?? call.Host.EnvironmentFlags.Text("PROJECT_DIR"), call);
        var project = ScenarioChoice.Settle(call, new ProjectSettings { Scenario = call.Parsed.GetValue(_scenario) }, folder);
        var found = await FindAsync(call, StatePath.In(folder, project.Place), cancellationToken);
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(Json(found));
        }
        else if (found.Count == 0)
        {
            call.Talk.Info("no rule has been asked yet");
        }
        else
        {
            await call.Host.Output.WriteLineAsync(VerdictList.Table(found.Select(record => (record.Step.Partition.Text ?? "", record.Verdict))).ToString(call.Host.OutputWidth));
        }

        return ExitCode.Ok;
    }

    protected override void AddOptions()
    {
        Arguments.Add(_rule);
        Options.Add(_scenario);
        Options.Add(_run);
        Options.Add(_partition);
        _limit.AddTo(this);
        _output.AddTo(this);
        Options.Add(_projectDir);
    }

    private async Task<IReadOnlyList<VerdictRecord>> FindAsync(CommandCall call, string path, CancellationToken cancellationToken)
    {
        var run = call.Parsed.GetValue(_run);
        if (!File.Exists(path))
        {
            return [];
        }

        await using var store = await StateStore.OpenAsync(path, call.Host.Time, cancellationToken: cancellationToken);
        return await store.Runs.FindVerdictsAsync(
            new VerdictQuery
            {
                Rule = call.Parsed.GetValue(_rule),
                Partition = call.Parsed.GetValue(_partition) is { } key ? new PartitionKey(key) : null,
                Run = run is null ? null : (await RunHistoryList.FindAsync(store, run, call, cancellationToken)).Run,
                Limit = _limit.Read(call.Parsed, call.Line) ?? 100,
            },
            cancellationToken);
    }

    private static string Json(IReadOnlyList<VerdictRecord> found)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartArray();
            foreach (var record in found)
            {
                writer.WriteStartObject();
                writer.WriteString("run", record.Run.ToString());
                writer.WriteString("step", record.Step.ToString());
                writer.WriteString("partition", record.Step.Partition.Text);
                writer.WriteString("at", record.At);
                VerdictList.WriteMembers(writer, record.Verdict);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
