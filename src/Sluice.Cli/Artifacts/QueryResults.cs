using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Artifacts;

/// <summary>The results of <c>compile</c> and <c>show</c>, which run no steps.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
internal sealed class QueryResults(CommandCall call, ProjectSession session)
{
    private readonly List<(SqlNode? Node, NodeOutcome Outcome)> _results = [];
    private readonly List<Diagnostic> _problems = [];

    /// <summary>Does the work of a node and notes how it ended; a problem is kept until all are written.</summary>
    internal Task AddAsync(SqlNode node, Func<Task> work) => AddAsync(node, node.UniqueId, work);

    /// <summary>Does the work of a text that is no node.</summary>
    internal Task AddInlineAsync(Func<Task> work) => AddAsync(null, $"sql_operation.{session.Project.Name}.inline_query", work);

    /// <summary>Writes the results and shows what failed; returns whether nothing did.</summary>
    /// <param name="command">The command that they are the results of.</param>
    /// <param name="isTold">Which nodes are told of; null for all.</param>
    internal bool Write(string command, Func<SqlNode, bool>? isTold = null)
    {
        session.Artifacts.WriteResults(command, _results.Where(result => result.Node is null || isTold?.Invoke(result.Node) is not false).Select(result => result.Outcome));
        call.Talk.Show(_problems);
        return _problems.Count == 0;
    }

    private async Task AddAsync(SqlNode? node, string id, Func<Task> work)
    {
        var start = call.Host.Time.GetUtcNow();
        string? message = null;
        try
        {
            await work();
        }
        catch (DiagnosticException error)
        {
            _problems.AddRange(error.Diagnostics);
            message = error.Diagnostics[0].Message;
        }

        var end = call.Host.Time.GetUtcNow();
        _results.Add((node, new NodeOutcome
        {
            UniqueId = id, Status = message is null ? "success" : "error", Start = start, End = end, Seconds = (end - start).TotalSeconds, Message = message,
        }));
    }
}
