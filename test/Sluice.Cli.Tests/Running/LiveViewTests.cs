using Sluice.Assets;
using Sluice.Cli.Running;
using Sluice.Cli.Talking;
using Sluice.Cli.Terminal;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Tests.Running;

/// <summary>A run on a terminal from its first step to its last, frame by frame.</summary>
public sealed class LiveViewTests
{
    private static readonly RunPlan Plan = new()
    {
        Request = new PlanRequest { Selected = [] },
        Steps = [Step("orders"), Step("customers"), Step("a_model_whose_name_is_longer_than_a_narrow_terminal_has_room_for")],
    };

    [Fact]
    public async Task From_the_first_step_to_the_last()
    {
        var time = new ManualTime();
        var terminal = new VirtualTerminal(64, 24);
        var screen = new Screen(terminal, () => new TerminalSize(64, 24));
        var talk = new Talk(new ScreenWriter(screen, terminal), TalkLevel.Info, json: false, new Paint(isOn: false), time);
        var frames = new List<string>();
        await using (var view = new LiveView(screen, talk.Paint, time) { Left = () => TimeSpan.FromSeconds(3) })
        {
            var narrator = new RunNarrator(talk, view, step => $"main.{step.Title}", time);
            void Look(double seconds)
            {
                time.Advance(TimeSpan.FromSeconds(seconds));
                frames.Add(terminal.Text);
            }

            narrator.RunStarted(default, Plan);
            Look(0.1);
            narrator.StepStarted(Plan.Steps[0].Step, 1);
            narrator.StepStarted(Plan.Steps[1].Step, 1);
            Look(0.5);
            narrator.StepProgressed(Plan.Steps[1].Step, new StepProgress(1204, 0.31));
            narrator.StepFinished(Ended(0, new StepResult(StepStatus.Succeeded, 12), 0.5));
            Look(1);
            narrator.StepFinished(Ended(1, new StepResult(StepStatus.Errored, Message: "column nothing is not known, and the rest of this message is longer than a line"), 1.5));
            narrator.StepStarted(Plan.Steps[2].Step, 1);
            Look(0.2);
            narrator.StepFinished(Ended(2, new StepResult(StepStatus.Succeeded, 1_234_567), 0.2));
            Look(0.1);
        }

        talk.Info("end");
        frames.Add(terminal.Text);
        Golden.Check("live-view.txt", string.Join("\n----------------------------------------------------------------\n", frames) + "\n");
    }

    [Fact]
    public async Task Plain_lines_have_no_escape_and_no_block()
    {
        var time = new ManualTime();
        var error = new StringWriter();
        var talk = new Talk(error, TalkLevel.Info, json: false, new Paint(isOn: false), time);
        await using (var view = new PlainView(talk, time))
        {
            var narrator = new RunNarrator(talk, view, step => $"main.{step.Title}", time);
            narrator.RunStarted(default, Plan);
            narrator.StepStarted(Plan.Steps[0].Step, 1);
            narrator.StepProgressed(Plan.Steps[0].Step, new StepProgress(1204, 0.31));
            time.Advance(TimeSpan.FromSeconds(31));
            narrator.StepFinished(Ended(0, new StepResult(StepStatus.Succeeded, 12), 31));
        }

        Assert.DoesNotContain('\e', error.ToString());
        Golden.Check("plain-view.txt", error.ToString().ReplaceLineEndings("\n"));
    }

    private static StepOutcome Ended(int step, StepResult result, double seconds) => new(Plan.Steps[step].Step, result, 1, TimeSpan.FromSeconds(seconds));

    private static PlannedStep Step(string name) => new() { Step = new StepKey(new AssetKey($"model.toy.{name}"), PartitionKey.None), Name = name, Materialized = "table" };
}
