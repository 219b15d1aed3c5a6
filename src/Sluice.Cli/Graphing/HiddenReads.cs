using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.DuckDb;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Graphing;

/// <summary>Finds what a node reads without saying so: a table name in its SQL that is a model, seed or source of the project, but no <c>ref</c> or <c>source</c>.</summary>
/// <param name="session">The project.</param>
internal sealed class HiddenReads(ProjectSession session)
{
    private readonly ILookup<string, SqlNode> _byTable = session.Project.Nodes
        .Where(node => node is ModelNode { IsEphemeral: false } or SeedNode or SourceNode && node.Relation?.Identifier is not null)
        .ToLookup(node => node.Relation!.Identifier!, StringComparer.OrdinalIgnoreCase);

    /// <summary>A warning for each table that the SQL of a node names and the graph does not know of.</summary>
    /// <param name="node">The node.</param>
    /// <param name="compiled">Its SQL.</param>
    /// <param name="connection">Parses it; called on its thread.</param>
    /// <param name="cancel">Interrupts it.</param>
    internal IEnumerable<Diagnostic> Of(SqlNode node, CompiledSql compiled, ISqlSession connection, CancellationToken cancel)
    {
        IReadOnlyList<TableRead> reads;
        try
        {
            reads = TableReads.Of(connection, compiled.Sql, cancel);
        }
        catch (DatabaseException)
        {
            // What DuckDB cannot parse fails when it runs, with its place.
            return [];
        }

        var known = Known(node);
        return
        [
            .. reads.Select(read => (Read: read, Node: Find(read))).Where(found => found.Node is { } hidden && !known.Contains(hidden.UniqueId))
                .DistinctBy(found => found.Node!.UniqueId)
                .Select(found => Warning(node, compiled, found.Read, found.Node!)),
        ];
    }

    // What an ephemeral model reads stands in the SQL of its readers.
    private HashSet<string> Known(SqlNode node)
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { node.UniqueId };
        var open = new Queue<SqlNode>([node]);
        while (open.TryDequeue(out var reader))
        {
            foreach (var dependency in reader.Dependencies)
            {
                if (known.Add(dependency.UniqueId) && session.Project.Graph.Find(dependency.UniqueId) is ModelNode { IsEphemeral: true } inlined)
                {
                    open.Enqueue(inlined);
                }
            }
        }

        return known;
    }

    private SqlNode? Find(TableRead read) => _byTable[read.Table].FirstOrDefault(node =>
        Is(read.Schema, node.Relation!.Schema, session.Project.Target.Schema) && Is(read.Catalog, node.Relation!.Database, session.Project.Target.Database));

    private static bool Is(string given, string? wanted, string usual) =>
        string.Equals(given.Length > 0 ? given : usual, wanted ?? usual, StringComparison.OrdinalIgnoreCase);

    private static Diagnostic Warning(SqlNode node, CompiledSql compiled, TableRead read, SqlNode hidden)
    {
        var place = read.Offset >= 0 ? compiled.Locate(read.Offset) : null;
        var source = place?.Source ?? node.Source;
        var start = place?.Span.Start ?? node.Span.Start;
        // The place of plain text is all of it; the name stands somewhere in it.
        var name = source.Text.IndexOf(read.Table, Math.Min(start, source.Text.Length), StringComparison.OrdinalIgnoreCase);
        var span = name >= 0 ? new SourceSpan(name, name + read.Table.Length) : place?.Span ?? node.Span;
        var call = hidden is SourceNode of ? $"source('{of.SourceName}', '{of.Name}')" : $"ref('{hidden.Name}')";
        return new Diagnostic(
            "SLUICE2110", Severity.Warning, $"`{node.Name}` reads `{read.Table}` by its name, so that nothing says that {hidden.ResourceType} `{hidden.Name}` comes first", source, span,
            $"write {{{{ {call} }}}}");
    }
}
