using System.Collections.Immutable;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Sql.Freshness;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;

namespace Sluice.Cli.Freshness;

/// <summary>What a look at one source said.</summary>
/// <param name="Source">The source.</param>
/// <param name="Status">What its age means.</param>
/// <param name="Age">Its age; null where it could not be looked at.</param>
/// <param name="Problems">Why not.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record FreshnessResult(
    SourceNode Source, FreshnessStatus Status, SourceAge? Age, ImmutableArray<Diagnostic> Problems, DateTimeOffset StartedAt, TimeSpan Duration);

/// <summary>Looks at the sources that have limits, several at a time, and writes what it saw; one that fails stops no other.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
internal sealed class FreshnessCheck(CommandCall call, ProjectSession session)
{
    /// <summary>Returns the exit code: 1 where a source is too old or cannot be looked at.</summary>
    /// <param name="selection">The sources that are meant; all where nothing is given.</param>
    /// <param name="path">The file of the results; null for <c>target/sources.json</c>.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    internal async Task<int> RunAsync(SelectionSettings selection, string? path, CancellationToken cancellationToken)
    {
        var began = call.Host.Time.GetUtcNow();
        var sources = session.Select(selection, ["source"]).OfType<SourceNode>().Where(source => source.Freshness is not null).ToList();
        var results = new FreshnessResult[sources.Count];
        if (sources.Count == 0)
        {
            call.Talk.Info("nothing to do: no source that is selected has limits of freshness");
        }
        else
        {
            var queries = await session.OpenQueriesAsync(cancellationToken);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = session.Project.Target.Threads, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, sources.Count, parallel, async (i, cancel) =>
            {
                results[i] = await LookAsync(queries, sources[i], cancel);
                Say(results[i]);
            });
        }

        SourcesFile.Write(path ?? Path.Combine(session.TargetFolder, "sources.json"), results, began, call.Host.Time.GetUtcNow());
        call.Talk.Say(TalkLevel.Info, "Done.", kind: LogEvent.FreshnessCheckComplete);
        return results.Any(result => result.Status is FreshnessStatus.Error or FreshnessStatus.RuntimeError) ? ExitCode.Failed : ExitCode.Ok;
    }

    private async Task<FreshnessResult> LookAsync(NodeQueries queries, SourceNode source, CancellationToken cancel)
    {
        var began = call.Host.Time.GetUtcNow();
        var stamp = call.Host.Time.GetTimestamp();
        try
        {
            var age = await queries.FreshnessAsync(source, cancel);
            return new FreshnessResult(source, source.Freshness!.Judge(age.Age), age, [], began, call.Host.Time.GetElapsedTime(stamp));
        }
        catch (DiagnosticException error)
        {
            return new FreshnessResult(source, FreshnessStatus.RuntimeError, null, [.. error.Diagnostics], began, call.Host.Time.GetElapsedTime(stamp));
        }
    }

    private void Say(FreshnessResult result)
    {
        var (word, importance) = result.Status switch
        {
            FreshnessStatus.Pass => ("PASS", TalkLevel.Info),
            FreshnessStatus.Warn => ("WARN", TalkLevel.Warn),
            _ => ("ERROR", TalkLevel.Error),
        };
        var limit = result.Status switch
        {
            FreshnessStatus.Warn => $", more than {result.Source.Freshness!.WarnAfter}",
            FreshnessStatus.Error => $", more than {result.Source.Freshness!.ErrorAfter}",
            _ => "",
        };
        var age = result.Age is not { } known ? "cannot be looked at"
            : known.MaxLoadedAt == DateTimeOffset.MinValue ? "has no rows"
            : $"is {Old(known.Age)} old{limit}";
        call.Talk.Say(importance, $"{word,-5} {result.Source.SourceName}.{result.Source.Name} {age}", writer =>
        {
            writer.WriteString("event", "source_freshness");
            writer.WriteString("source", result.Source.UniqueId);
            writer.WriteString("status", SourcesFile.Word(result.Status));
            writer.WriteString("source_name", result.Source.SourceName);
            writer.WriteString("table_name", result.Source.Name);
            writer.WriteNumber("execution_time", result.Duration.TotalSeconds);
        }, LogEvent.LogFreshnessResult);
        call.Talk.Show(result.Problems);
    }

    private static string Old(TimeSpan age) => age.TotalDays >= 2 ? Amounts.Count((long)age.TotalDays, "day") : Amounts.Roughly(age < TimeSpan.Zero ? TimeSpan.Zero : age);
}
