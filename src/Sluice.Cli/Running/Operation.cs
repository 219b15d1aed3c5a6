using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;

namespace Sluice.Cli.Running;

/// <summary>Calls one macro of a project with a connection to its database.</summary>
internal static class Operation
{
    internal static async Task<int> RunAsync(CommandCall call, ProjectSession session, string macro, string? arguments, CancellationToken cancellationToken)
    {
        var queries = await session.OpenQueriesAsync(cancellationToken);
        var macros = session.Project.Macros;
        var parts = macro.Split('.', 2);
        if ((parts.Length == 2 ? macros.Find(parts[0], parts[1]) : macros.FindVisible(session.Project.Name, macro)) is null)
        {
            throw new DiagnosticException(UsageErrors.UnknownMacro(call.Line, macro, macros.NamesFor(session.Project.Name)));
        }

        try
        {
            call.Talk.Debug(await queries.CallAsync(macro, arguments, cancellationToken));
            return ExitCode.Ok;
        }
        catch (DiagnosticException error)
        {
            // dbt: a macro that fails is a failed step; one that does not exist is wrong usage.
            call.Talk.Show(error.Diagnostics);
            return ExitCode.Failed;
        }
    }
}
