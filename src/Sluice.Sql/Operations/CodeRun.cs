using System.Data.Common;
using System.Net.Sockets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Operations;

/// <summary>One attempt of an asset or check that code defines. Its code runs outside of the transaction that takes its rows.</summary>
/// <param name="work">The attempt.</param>
internal sealed class CodeRun(NodeWork work)
{
    /// <summary>Runs the code, then commits what it asks for.</summary>
    /// <param name="commit">Writes the rows and the marker on the session's thread.</param>
    internal async Task<StepResult> RunAsync(Func<CodeWrite?, Task<StepResult>> commit)
    {
        if (work.Step.OnlyHooks)
        {
            return await commit(null);
        }

        var attempt = new CodeAttempt(work);
        try
        {
            if (work.Node is TestNode { Code: { } check })
            {
                return await check.Run(attempt, work.Cancel);
            }

            var write = await ((ModelNode)work.Node).Code!.Run(attempt, work.Cancel);
            work.Cancel.ThrowIfCancellationRequested();
            return await commit(write);
        }
        catch (OperationCanceledException) when (work.Cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (DatabaseException error)
        {
            return Errored([DatabaseErrors.Of(error, work.Node, work.Rendered)], error.IsTransient);
        }
        catch (DiagnosticException error)
        {
            return Errored([.. error.Diagnostics], error.InnerException is { } inner && IsTransient(inner));
        }
        catch (Exception error)
        {
            return Errored([CodeErrors.Threw(work.Node, error)], IsTransient(error));
        }
        finally
        {
            await CleanUpAsync(attempt);
        }
    }

    private async Task CleanUpAsync(CodeAttempt attempt)
    {
        if (attempt.CleanUp.Count > 0)
        {
            await work.Session.RunAsync(
                () =>
                {
                    work.Session.Rollback();
                    attempt.CleanUp.ForEach(statement => work.Session.Execute(statement, CancellationToken.None));
                    return 0;
                },
                CancellationToken.None);
        }
    }

    private bool IsTransient(Exception error)
    {
        CodeNode code = work.Node is TestNode test ? test.Code! : ((ModelNode)work.Node).Code!;
        return code.IsTransient?.Invoke(error) ?? IsKnownTransient(error);
    }

    // What another attempt may not meet again: the network, a file that somebody else holds, a database that says so.
    private static bool IsKnownTransient(Exception error) => error switch
    {
        DbException database => database.IsTransient,
        HttpRequestException { StatusCode: { } status } => (int)status is 408 or 429 or >= 500,
        FileNotFoundException or DirectoryNotFoundException or EndOfStreamException => false,
        HttpRequestException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };

    private static StepResult Errored(System.Collections.Immutable.ImmutableArray<Diagnostic> diagnostics, bool isTransient) =>
        new(StepStatus.Errored, Message: diagnostics[0].Message) { Diagnostics = diagnostics, IsTransient = isTransient };
}
