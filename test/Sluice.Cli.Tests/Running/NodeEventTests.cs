using System.Text.Json;
using Sluice.Assets;
using Sluice.Cli.Running;
using Sluice.Cli.Talking;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Tests.Running;

/// <summary>The events by which tools around dbt follow the nodes of a run.</summary>
public sealed class NodeEventTests
{
    private static readonly PlannedStep Model = new() { Step = new StepKey(new AssetKey("model.toy.a"), PartitionKey.None), Name = "a", Materialized = "table" };
    private static readonly PlannedStep Test = new() { Step = new StepKey(new AssetKey("test.toy.t"), PartitionKey.None), Name = "t", Kind = AssetKind.Check };

    [Fact]
    public void A_node_that_starts_and_ends_tells_its_id_status_and_times()
    {
        using var error = new StringWriter();
        var events = new NodeEvents(new Talk(error, TalkLevel.Debug, json: true, new Paint(isOn: false), TimeProvider.System) { Invocation = "i" }, _ => null, TimeProvider.System);

        events.Started(Model, 1, 2, "main.a");
        events.Finished(Model, new StepOutcome(Model.Step, new StepResult(StepStatus.Succeeded, 12), 1, TimeSpan.FromSeconds(1.5)));
        events.Finished(Test, new StepOutcome(Test.Step, new StepResult(StepStatus.Failed, 3, Message: "Got 3 results"), 1, TimeSpan.FromSeconds(1)));

        var lines = error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["LogStartLine", "NodeStart", "NodeCompiling", "NodeExecuting", "NodeFinished", "NodeFinished"], lines.Select(line => line.GetProperty("info").GetProperty("name").GetString()));
        Assert.Equal(["started", "started", "compiling", "executing", "success", "fail"], lines.Select(line => Info(line, "node_status")));
        Assert.Equal(["model.toy.a", "model.toy.a", "model.toy.a", "model.toy.a", "model.toy.a", "test.toy.t"], lines.Select(line => Info(line, "unique_id")));
        Assert.Equal(["table", "table", "table", "table", "table", "test"], lines.Select(line => Info(line, "materialized")));
        Assert.Equal("", Info(lines[1], "node_finished_at"));
        Assert.NotEqual("", Info(lines[4], "node_finished_at"));
        Assert.Equal(12, lines[4].GetProperty("data").GetProperty("run_result").GetProperty("adapter_response").GetProperty("rows_affected").GetInt32());
        Assert.Equal(3, lines[5].GetProperty("data").GetProperty("run_result").GetProperty("num_failures").GetInt32());
    }

    [Fact]
    public void The_line_of_an_ended_step_is_named_after_what_it_built()
    {
        var events = new NodeEvents(new Talk(TextWriter.Null, TalkLevel.Info, json: true, new Paint(isOn: false), TimeProvider.System), _ => null, TimeProvider.System);

        Assert.Equal("LogModelResult", events.EventOf(Model, StepStatus.Succeeded).Name);
        Assert.Equal("LogTestResult", events.EventOf(Test, StepStatus.Failed).Name);
        Assert.Equal("SkippingDetails", events.EventOf(Model, StepStatus.Skipped).Name);
    }

    private static string? Info(JsonElement line, string member) => line.GetProperty("data").GetProperty("node_info").GetProperty(member).GetString();
}
