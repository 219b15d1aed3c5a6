namespace Sluice.Graph;

/// <summary>Collects the rows that fail; may be used from several threads.</summary>
internal sealed class Quarantine(GraphElement element, GraphLoadOptions options)
{
    private readonly Lock _gate = new();
    private readonly List<QuarantinedRow> _kept = [];

    internal long Count { get; private set; }

    /// <summary>The kept rows in the order of the source.</summary>
    internal IReadOnlyList<QuarantinedRow> Kept => [.. _kept.OrderBy(row => row.Row)];

    internal void Add(long number, object?[] values, string reason)
    {
        var row = new QuarantinedRow(element.Name, number, KeyText(element, values), reason, values);
        lock (_gate)
        {
            Count++;
            if (_kept.Count < options.KeptQuarantine)
            {
                _kept.Add(row);
            }

            options.OnQuarantined?.Invoke(row);
        }
    }

    internal static string KeyText(GraphElement element, object?[] values)
    {
        var parts = values.Take(element.Identity.Count).Select(value => GraphValues.Show(value)).ToList();
        var text = element is RelationshipType ? $"{parts[0]} -> {parts[1]}" : parts[0];
        return parts.Count > 2 ? $"{text} ({parts[2]})" : text;
    }
}
