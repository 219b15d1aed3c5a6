using System.Collections.Immutable;

namespace Sluice.Sql.Nodes;

public sealed partial class NodeConfig
{
    internal static IReadOnlyDictionary<string, object?>? ToMap(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> map => map,
        IEnumerable<KeyValuePair<object?, object?>> pairs =>
            pairs.ToImmutableDictionary(pair => pair.Key?.ToString() ?? "", pair => pair.Value, StringComparer.Ordinal),
        _ => null,
    };
}
