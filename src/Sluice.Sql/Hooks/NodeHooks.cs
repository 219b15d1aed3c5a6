using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;

namespace Sluice.Sql.Hooks;

/// <summary>Runs the statements before and after a node. They are rendered when they run, so that they see the database as it is then.</summary>
internal static class NodeHooks
{
    internal static void Run(NodeWork work, ImmutableArray<HookConfig> hooks, bool inTransaction)
    {
        foreach (var hook in hooks)
        {
            if (hook.InTransaction == inTransaction)
            {
                work.Statements(new SourceText($"{work.Node.Source.Path} (hook)", hook.Sql), extra: null);
            }
        }
    }
}
