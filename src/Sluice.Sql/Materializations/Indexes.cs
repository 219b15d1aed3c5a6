using System.Collections;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Materializations;

/// <summary>Creates the indexes that the config <c>indexes</c> lists: columns, and whether their values are unique.</summary>
internal static class Indexes
{
    internal static void Create(BuildRequest request)
    {
        if (request.Config["indexes"] is not IEnumerable list || list is string)
        {
            return;
        }

        foreach (var entry in list)
        {
            if (NodeConfig.ToMap(entry) is not { } index)
            {
                continue;
            }

            var columns = NodeConfig.ToStrings(index.GetValueOrDefault("columns"));
            if (columns.IsEmpty)
            {
                continue;
            }

            var name = $"{request.Target.Identifier}__{string.Join('_', columns)}__index";
            var unique = index.GetValueOrDefault("unique") is true ? "unique " : "";
            request.Run($"create {unique}index {SqlText.Quote(name)} on {request.Target} ({SqlText.Columns(columns)})");
        }
    }
}
