using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Cli.Showing;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;
using Sluice.Sql.Reports;

namespace Sluice.Cli.Running;

/// <summary>Writes the reports that sluice.yml declares, as far as a run has brought their models up to date.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
internal sealed class RunReports(CommandCall call, ProjectSession session)
{
    private const int LineWidth = 160;

    /// <summary>Writes each report whose model the run has built or found unchanged; returns the files.</summary>
    /// <param name="outcomes">How the steps ended.</param>
    /// <param name="prints">True where the reports that are to be printed are.</param>
    /// <param name="cancellationToken">Interrupts a query.</param>
    /// <exception cref="DiagnosticException">A report names no model, or a file cannot be written.</exception>
    internal async Task<IReadOnlyList<string>> WriteAsync(IEnumerable<StepOutcome> outcomes, bool prints, CancellationToken cancellationToken)
    {
        var current = outcomes.Where(outcome => outcome.Result.Status is StepStatus.Succeeded or StepStatus.Unchanged).ToLookup(outcome => outcome.Step.Asset.Name, outcome => outcome.Step.Partition);
        var paths = new List<string>();
        foreach (var report in session.Project.Settings?.Reports ?? [])
        {
            var model = session.Project.FindByName(report.Model) ?? throw new DiagnosticException(UsageErrors.UnknownReportModel(report, session.Project.Nodes.Select(node => node.Name)));
            if (!current.Contains(model.UniqueId))
            {
                continue;
            }

            var adapter = await session.OpenDatabaseAsync(cancellationToken);
            var writer = new ReportWriter(adapter, session.TargetFolder);
            foreach (var partition in Partitions(report, model, current[model.UniqueId]))
            {
                paths.Add(await writer.WriteAsync(report, model, partition, cancellationToken));
            }

            if (report.Prints && prints)
            {
                await PrintAsync(adapter, report, model, cancellationToken);
            }
        }

        return paths;
    }

    private static IEnumerable<PartitionKey> Partitions(ReportSettings report, SqlNode model, IEnumerable<PartitionKey> current) =>
        report.PerPartition && model.Partitions is not null ? current : [PartitionKey.None];

    private async Task PrintAsync(ISqlAdapter adapter, ReportSettings report, SqlNode model, CancellationToken cancellationToken)
    {
        await using var connection = await adapter.OpenSessionAsync(cancellationToken);
        var rows = await connection.RunAsync(() => connection.Query($"select * from {model.DeclaredRows!.Render()}", cancellationToken), cancellationToken);
        call.Talk.Info($"\n{report.Name}:");
        await call.Host.Output.WriteLineAsync(ResultTable.Report(rows, call.Host.OutputWidth ?? LineWidth));
    }
}
