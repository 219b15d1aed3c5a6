using Sluice.Jinja;

namespace Sluice.Sql.Adapters.Results;

/// <summary>Values that are reached by place and by name: a row, a column, or the rows or columns of a table, as agate has them.</summary>
internal class MappedSequence(string typeName, IReadOnlyList<object?> values, IReadOnlyList<string> keys) : JinjaObject
{
    protected IReadOnlyList<object?> Items => values;

    public override string TypeName => typeName;

    public override int? Length => values.Count;

    public override IEnumerable<object?> Iterate() => values;

    public override bool TryGetItem(object? key, out object? value)
    {
        switch (key)
        {
            case long index when index < values.Count && index >= -values.Count:
                value = values[(int)(index < 0 ? index + values.Count : index)];
                return true;
            case string name when IndexOf(name) is >= 0 and var place:
                value = values[place];
                return true;
            default:
                value = null;
                return false;
        }
    }

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "values" => Function(name, _ => new JinjaTuple(values)),
            "keys" => Function(name, _ => new JinjaTuple(keys)),
            "items" => Function(name, _ => new JinjaList(keys.Select((key, i) => new JinjaTuple([key, values[i]])))),
            "dict" => Function(name, _ => new JinjaDict(keys.Select((key, i) => KeyValuePair.Create(key, values[i])))),
            "get" => Function(name, call => call.Bind(name, "key", "default?") is var args && TryGetItem(args[0], out var found) ? found : args[1]),
            _ => null,
        };
        return value is not null || TryGetItem(name, out value);
    }

    public override string Repr()
    {
        var sample = string.Join(", ", values.Take(5).Select(ReprOf));
        return $"<agate.{typeName}: ({sample}{(values.Count > 5 ? ", ..." : "")})>";
    }

    // Python names the type of a decimal within a row.
    private static string ReprOf(object? value) => value is decimal ? $"Decimal('{JinjaValue.ToText(value)}')" : JinjaValue.Repr(value);

    protected static JinjaFunction Function(string name, Func<JinjaCall, object?> body) => new(name, body);

    // Names are compared with case, as agate does.
    private int IndexOf(string name)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (string.Equals(keys[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
