using Sluice.Jinja;

namespace Sluice.Sql.Adapters.Results;

/// <summary>One column of a result.</summary>
internal sealed class AgateColumn(string name, int index, string dataType, IReadOnlyList<object?> values)
    : MappedSequence("Column", values, [])
{
    public override bool TryGetAttribute(string attribute, out object? value)
    {
        value = attribute switch
        {
            "name" => name,
            "index" => (long)index,
            "data_type" => new DataTypeName(dataType),
            "values_distinct" => Function(attribute, _ => new JinjaTuple(Distinct())),
            "values_without_nulls" => Function(attribute, _ => new JinjaTuple(Items.Where(item => item is not null))),
            "values_sorted" => Function(attribute, _ => new JinjaTuple(Items.Order(Comparer<object?>.Create(Compare)))),
            _ => null,
        };
        return value is not null || base.TryGetAttribute(attribute, out value);
    }

    private IEnumerable<object?> Distinct()
    {
        var seen = new JinjaSet();
        return [.. Items.Where(seen.Add)];
    }

    // NULL comes last, as in agate.
    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => JinjaValue.Compare(left, right) ?? 0,
    };

    private sealed class DataTypeName(string name) : JinjaObject
    {
        public override string Repr() => $"<{name}>";
    }
}
