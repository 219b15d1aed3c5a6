using Sluice.Cli.Checkpoints;
using Sluice.Cli.Commands;
using Sluice.Cli.Comparing;
using Sluice.Cli.Documenting;
using Sluice.Cli.Running;
using Sluice.Cli.Scenarios;

namespace Sluice.Cli.Invocation;

/// <summary>Every command, in the order of the help page.</summary>
internal static class CommandList
{
    internal static IEnumerable<SluiceCommand> All() =>
    [
        new InitCommand(),
        new PlanCommand(),
        new ApplyCommand(),
        new StepsCommand(Verb.Run, "Build models.", "sluice run --select +customers", "sluice run --partition 2026 --full-refresh"),
        new StepsCommand(Verb.Build, "Load seeds, build models and run tests, each when what it reads is there."),
        new StepsCommand(Verb.Seed, "Load seeds.", "sluice seed --full-refresh"),
        new StepsCommand(Verb.Snapshot, "Take snapshots: keep each version that rows have had.", "sluice snapshot --select orders_history"),
        new StepsCommand(Verb.Test, "Run tests.", "sluice test --select customers --store-failures", "sluice test --crash-everywhere --limit 20"),
        new BackfillCommand(),
        new ResumeCommand(),
        new ScenariosCommand(),
        new DiffCommand(),
        new RetryCommand(),
        new CancelCommand(),
        new ReplayCommand(),
        new RollbackCommand(),
        new ForkCommand(),
        new RunsCommand(),
        new CheckpointsCommand(),
        new ChecksCommand(),
        new LogsCommand(),
        new ListCommand(),
        new GraphCommand(),
        new ShowCommand(),
        new CompileCommand(),
        new SourceCommand(),
        new ParseCommand(),
        new RunOperationCommand(),
        new DocsCommand(),
        new ConfigCommand(),
        new DebugCommand(),
        new DepsCommand(),
        new CleanCommand(),
    ];
}
