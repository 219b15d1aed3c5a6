using System.Collections.Frozen;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;
using Sluice.Sql.Relations;

namespace Sluice.Sql.State;

/// <summary>Which nodes are read where an earlier state has them, because they are not built here. Immutable.</summary>
public sealed class Deferral
{
    private readonly FrozenDictionary<string, Relation> _relations;

    private Deferral(Dictionary<string, Relation> relations) => _relations = relations.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How many nodes are read elsewhere.</summary>
    public int Count => _relations.Count;

    /// <summary>Looks what exists here, and takes the rest from the state.</summary>
    /// <param name="project">The project.</param>
    /// <param name="state">The earlier state.</param>
    /// <param name="adapter">The database.</param>
    /// <param name="isBuilt">True for the nodes that the command builds here.</param>
    /// <param name="prefersState">True for the nodes that are read from the state though they exist here.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <exception cref="DiagnosticException">The state has no manifest, or its relations lie in a database that is not attached.</exception>
    public static async Task<Deferral> FindAsync(
        SqlProject project, EarlierState state, ISqlAdapter adapter, Func<SqlNode, bool> isBuilt, Func<SqlNode, bool> prefersState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(adapter);
        var manifest = state.Manifest ?? throw new DiagnosticException(StateErrors.NoManifest(state.Folder));
        var candidates = project.Nodes.Where(node => node is SeedNode or ModelNode { IsEphemeral: false } && !isBuilt(node)).ToList();
        await using var session = await adapter.OpenSessionAsync(cancellationToken);
        return await session.RunAsync(
            () =>
            {
                var relations = new Dictionary<string, Relation>(StringComparer.Ordinal);
                foreach (var node in candidates)
                {
                    if (manifest.Nodes.GetValueOrDefault(node.UniqueId) is { RelationName: not null } earlier && (prefersState(node) || !Exists(session, node)))
                    {
                        relations[node.UniqueId] = new Relation(earlier.Database, earlier.Schema, earlier.Alias ?? node.Name).WithQuoted(node.Relation?.Quoted ?? RelationParts.All);
                    }
                }

                CheckDatabases(session, relations, state.Folder);
                return new Deferral(relations);
            },
            cancellationToken);
    }

    /// <summary>Where a node is read; null where it is read here.</summary>
    internal Relation? Of(SqlNode node) => _relations.GetValueOrDefault(node.UniqueId);

    private static bool Exists(ISqlSession session, SqlNode node) =>
        node.Relation is { } relation && session.GetRelation(new RelationName(relation.Database ?? session.Database, relation.Schema ?? node.Schema, relation.Identifier ?? node.Alias)) is not null;

    private static void CheckDatabases(ISqlSession session, Dictionary<string, Relation> relations, string folder)
    {
        var missing = relations.Values.Select(relation => relation.Database).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(database => session.ListSchemas(database).Count == 0);
        if (missing is not null)
        {
            throw new DiagnosticException(StateErrors.NotAttached(missing, folder));
        }
    }
}
