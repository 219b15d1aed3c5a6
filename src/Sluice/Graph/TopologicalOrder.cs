namespace Sluice.Graph;

/// <summary>Puts nodes behind all that they depend on.</summary>
internal static class TopologicalOrder
{
    /// <summary>The nodes in an order in which each comes after its upstream ones; nodes on or behind a cycle are left out.</summary>
    /// <remarks>Linear in nodes and edges.</remarks>
    internal static int[] Of(Edges upstream)
    {
        var downstream = upstream.Reverse();
        var waiting = downstream.InDegrees();
        var order = new int[upstream.NodeCount];
        var count = 0;
        for (var node = 0; node < order.Length; node++)
        {
            if (waiting[node] == 0)
            {
                order[count++] = node;
            }
        }

        for (var next = 0; next < count; next++)
        {
            foreach (var reader in downstream[order[next]])
            {
                if (--waiting[reader] == 0)
                {
                    order[count++] = reader;
                }
            }
        }

        return order[..count];
    }
}
