using System.Globalization;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Reports;

/// <summary>Writes the files that <c>reports</c> in sluice.yml declares: a model's rows as JSON or CSV.</summary>
/// <param name="adapter">The database.</param>
/// <param name="targetFolder">The folder that the paths of reports are relative to, absolute.</param>
public sealed class ReportWriter(ISqlAdapter adapter, string targetFolder)
{
    /// <summary>Writes one report; the file appears whole or not at all. Returns its absolute path.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="model">The model that it shows.</param>
    /// <param name="partition">The partition of a report per partition; none for one of the whole run.</param>
    /// <param name="cancel">Interrupts the query.</param>
    /// <exception cref="DiagnosticException">The model is not there, or the file cannot be written.</exception>
    public async Task<string> WriteAsync(ReportSettings report, SqlNode model, PartitionKey partition, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(model);
        var path = Path.GetFullPath(Path.Combine(targetFolder, PathOf(report, partition)));
        if (!path.StartsWith(Path.GetFullPath(targetFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new DiagnosticException(ReportErrors.OutsideTarget(report));
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var unfinished = path + ".new";
            await using (var session = await adapter.OpenSessionAsync(cancel))
            {
                if (report.Format == "html")
                {
                    var rows = await session.RunAsync(() => session.Query($"select * from {Rows(model, partition)}", cancel), cancel);
                    await File.WriteAllTextAsync(unfinished, ReportPage.Of(report.Name, model, partition, rows), cancel);
                }
                else
                {
                    await session.RunAsync(() => session.Execute(Statement(report, model, partition, unfinished), cancel), cancel);
                }
            }

            File.Move(unfinished, path, overwrite: true);
            return path;
        }
        catch (DatabaseException error)
        {
            throw new DiagnosticException(ReportErrors.NotWritten(report, error.Detail.Split('\n')[0]), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(ReportErrors.NotWritten(report, error.Message), error);
        }
    }

    private static string Statement(ReportSettings report, SqlNode model, PartitionKey partition, string path)
    {
        var options = report.Format == "csv" ? "format csv, header true" : "format json, array true";
        return $"copy (select * from {Rows(model, partition)}) to {SqlText.Literal(path)} ({options})";
    }

    private static string Rows(SqlNode model, PartitionKey partition) =>
        (!partition.IsNone && model.Partitions is { } set ? model.Relation!.WithFilter(PartitionSql.Condition(set, partition)) : model.DeclaredRows!).Render();

    // The one placeholder of a path: {{ partition }}, with or without blanks.
    private static string PathOf(ReportSettings report, PartitionKey partition)
    {
        var path = report.Path;
        for (var open = path.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = path.IndexOf("{{", StringComparison.Ordinal))
        {
            var close = path.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0 || path[(open + 2)..close].Trim() is not ("partition" or "partition.key"))
            {
                throw new DiagnosticException(ReportErrors.BadPath(report));
            }

            path = string.Create(CultureInfo.InvariantCulture, $"{path[..open]}{partition}{path[(close + 2)..]}");
        }

        return path;
    }
}

/// <summary>What is wrong with a report.</summary>
internal static class ReportErrors
{
    internal static Diagnostic OutsideTarget(ReportSettings report) => Error(
        report, "SLUICE3170", $"the report `{report.Name}` would be written outside of the target folder: `{report.Path}`", "give it a relative path such as `reports/costs.csv`");

    internal static Diagnostic BadPath(ReportSettings report) => Error(
        report, "SLUICE3171", $"the path of the report `{report.Name}` has a placeholder other than `{{{{ partition }}}}`: `{report.Path}`", "use `{{ partition }}` alone");

    internal static Diagnostic NotWritten(ReportSettings report, string reason) => Error(
        report, "SLUICE3172", $"the report `{report.Name}` cannot be written: {reason}", "build its model first, and see that the target folder can be written to");

    private static Diagnostic Error(ReportSettings report, string code, string message, string hint) =>
        new(code, Severity.Error, message, report.Source, report.Span, hint);
}
