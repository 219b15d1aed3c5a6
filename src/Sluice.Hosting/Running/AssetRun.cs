using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Diagnostics;
using Sluice.Hosting.Binding;
using Sluice.Hosting.Incremental;
using Sluice.Hosting.Rows;
using Sluice.Hosting.Writing;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Incremental;

namespace Sluice.Hosting.Running;

/// <summary>Runs the code of an asset: binds its parameters, waits, and says what is to be committed.</summary>
internal sealed class AssetRun(IServiceProvider services, BoundAsset asset, ImmutableArray<CodeRead> reads, ContextSettings settings, Func<string, ImmutableArray<string>> changeKeys)
{
    private readonly RowShape? _shape = asset.Declaration.Row is { } row ? RowShape.Of(row) : null;
    private readonly Func<AssetContext, object, CancellationToken, Task>? _writeReturned = asset.Method?.ReturnedRow is { } returned ? ReturnedRows.Writer(asset.Method.ResultType, returned) : null;

    internal async Task<CodeWrite> RunAsync(CodeAttempt attempt, CancellationToken cancel)
    {
        if (asset.Declaration.Sql is { } sql)
        {
            return new CodeWrite(CodeWriteMode.Replace, sql);
        }

        if (asset.Declaration.Function is { } function)
        {
            return new CodeWrite(CodeWriteMode.Replace, OutputRows(attempt, function.Name));
        }

        return asset.Declaration.Resilience is { } pipeline
            ? await pipeline.ExecuteAsync(async token => await RunOnceAsync(attempt, token), cancel)
            : await RunOnceAsync(attempt, cancel);
    }

    private async Task<CodeWrite> RunOnceAsync(CodeAttempt attempt, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var logger = scope.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(asset.Declaration.Name);
        var outputs = asset.Declaration.Outputs.Count > 0 ? new OutputSet(attempt, asset.Declaration.Outputs.Select(output => (output.Name, output.Row))) : null;
        var context = new AssetContext(attempt, _shape, logger, outputs, settings);
        var call = new CallScope(attempt, scope.ServiceProvider, context, logger, cancel);
        await BindAsync(call, attempt, context, cancel);
        var returned = await asset.Method!.CallAsync(call);
        if (returned is not null && _writeReturned is not null)
        {
            await _writeReturned(context, returned, cancel);
        }

        return Written(attempt, context, cancel) with { Metadata = () => context.Collected };
    }

    private CodeWrite Written(CodeAttempt attempt, AssetContext context, CancellationToken cancel)
    {
        if (context.Outputs?.Missing.FirstOrDefault() is { } missing)
        {
            throw new DiagnosticException(HostingErrors.OutputNotWritten(attempt.Node, missing));
        }

        var own = context.Written ?? (asset.Declaration.HasTable
            ? throw new DiagnosticException(HostingErrors.WroteNothing(attempt.Node))
            : context.Complete(new CodeWrite(CodeWriteMode.Nothing, "")));
        return context.Outputs is { } outputs ? own with { Within = own.Within.Add(() => outputs.Keep(cancel)), HasOutputs = true } : own;
    }

    private async Task BindAsync(CallScope call, CodeAttempt attempt, AssetContext context, CancellationToken cancel)
    {
        var next = 0;
        for (var i = 0; i < asset.Method!.Parameters.Length; i++)
        {
            if (asset.Method.Parameters[i] is Parameter.Rows rows)
            {
                if (rows.IsChanges)
                {
                    var log = new ChangeLog(attempt.RelationOf(rows.Name), changeKeys(rows.Name));
                    var (range, statements) = await SeenVersions.ReadAsync(attempt, log, cancel);
                    call.SetChanges(i, log, range);
                    context.AddStatements(statements);
                }

                call.SetSource(i, rows.IsOwn ? await OwnAsync(attempt) : await attempt.RenderAsync(reads[next++]));
            }
        }
    }

    private static Task<string?> OwnAsync(CodeAttempt attempt) => attempt.Session.RunAsync(
        () => !attempt.FullRefresh && attempt.Session.GetRelation(attempt.Target) is { Kind: CatalogKind.Table } ? attempt.Target.ToString() : null, CancellationToken.None);

    private string OutputRows(CodeAttempt attempt, string function)
    {
        var table = OutputSet.TableOf(attempt.Target with { Identifier = function }, asset.Declaration.Name);
        return attempt.Partitions is { } set
            ? $"select * from {table} where {Sql.Materializations.PartitionSql.Condition(set, attempt.Step.Step.Partition)}"
            : $"select * from {table}";
    }
}

/// <summary>Writes the rows that code returns.</summary>
internal static class ReturnedRows
{
    internal static Func<AssetContext, object, CancellationToken, Task> Writer(Type returned, Type row)
    {
        var isAsync = returned.GetInterfaces().Append(returned).Contains(typeof(IAsyncEnumerable<>).MakeGenericType(row));
        return typeof(ReturnedRows).GetMethod(isAsync ? nameof(WriteAsync) : nameof(WriteAllAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(row).CreateDelegate<Func<AssetContext, object, CancellationToken, Task>>();
    }

    private static Task WriteAsync<T>(AssetContext context, object rows, CancellationToken cancel) => context.WriteAsync((IAsyncEnumerable<T>)rows, cancel);

    private static Task WriteAllAsync<T>(AssetContext context, object rows, CancellationToken cancel) => context.WriteAsync((IEnumerable<T>)rows, cancel);
}
