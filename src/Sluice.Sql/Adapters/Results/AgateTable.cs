using System.Collections.Immutable;
using System.Globalization;
using Sluice.Jinja;

namespace Sluice.Sql.Adapters.Results;

/// <summary>A statement's result as templates see it: what dbt takes from agate.</summary>
internal sealed class AgateTable : JinjaObject
{
    private readonly ImmutableArray<string> _names;
    private readonly object?[][] _rows;
    private MappedSequence? _rowObjects;
    private MappedSequence? _columnObjects;

    internal AgateTable(ImmutableArray<string> names, object?[][] rows)
    {
        _names = names;
        _rows = rows;
    }

    public override string TypeName => "Table";

    public override int? Length => _rows.Length;

    internal MappedSequence Rows => _rowObjects ??= new MappedSequence("MappedSequence", [.. _rows.Select(row => new MappedSequence("Row", row, _names))], []);

    internal MappedSequence Columns => _columnObjects ??= new MappedSequence("MappedSequence", [.. _names.Select(Column)], _names);

    internal static AgateTable Of(QueryResult result) => new(
        UniqueNames(result.Columns), [.. result.Rows.Select(row => Array.ConvertAll(row, AgateValue.Of))]);

    public override IEnumerable<object?>? Iterate() => Rows.Iterate();

    public override bool TryGetItem(object? key, out object? value) => key is string ? Columns.TryGetItem(key, out value) : Rows.TryGetItem(key, out value);

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "rows" => Rows,
            "columns" => Columns,
            "column_names" => new JinjaTuple(_names),
            "column_types" => new JinjaTuple(Columns.Iterate().Select(column => ((AgateColumn)column!).TryGetAttribute("data_type", out var type) ? type : null)),
            "print_table" => new JinjaFunction(name, PrintTable),
            "print_csv" => new JinjaFunction(name, call => Say(call, Csv())),
            "distinct" => new JinjaFunction(name, Distinct),
            "find" => new JinjaFunction(name, call => Rows.Iterate().FirstOrDefault(row => JinjaValue.IsTrue(call.Invoke(call.Args[0], [row])))),
            "select" => new JinjaFunction(name, call => Select(call.Bind(name, "key")[0], keeps: true)),
            "exclude" => new JinjaFunction(name, call => Select(call.Bind(name, "key")[0], keeps: false)),
            "rename" => new JinjaFunction(name, call => Rename(call.Bind(name, "column_names?")[0])),
            "limit" => new JinjaFunction(name, call => new AgateTable(_names, [.. _rows.Take((int)call.Bind(name, "start_or_stop?").Integer(0, _rows.Length))])),
            "where" => new JinjaFunction(name, call => new AgateTable(_names, [.. _rows.Where((_, i) => JinjaValue.IsTrue(call.Invoke(call.Args[0], [Row(i)])))])),
            "order_by" => new JinjaFunction(name, OrderBy),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>The table as agate's <c>print_table</c> writes it: bars, numbers to the right.</summary>
    internal string Print(int? maxRows = 20, int? maxColumns = 6, int? maxWidth = 20) => TablePrinter.Print(_names, _rows, maxRows, maxColumns, maxWidth);

    public override string Repr() => $"<agate.Table: {_names.Length.ToString(CultureInfo.InvariantCulture)} columns, {_rows.Length.ToString(CultureInfo.InvariantCulture)} rows>";

    private object? Row(int index) => Rows.TryGetItem((long)index, out var row) ? row : null;

    private AgateColumn Column(string name, int index)
    {
        var values = Array.ConvertAll(_rows, row => row[index]);
        return new AgateColumn(name, index, AgateValue.TypeOf(values), values);
    }

    private object? PrintTable(JinjaCall call)
    {
        var args = call.Bind("print_table", "max_rows?", "max_columns?", "output?", "max_column_width?", "**other");
        int? Most(int index, int standard) => !args.Has(index) ? standard : args[index] is null ? null : (int)args.Integer(index);
        return Say(call, Print(Most(0, 20), Most(1, 6), Most(3, 20)));
    }

    // agate writes to standard output and gives nothing back.
    private static object? Say(JinjaCall call, string text)
    {
        if (call.Scope.TryGet("print", out var print))
        {
            call.Invoke(print, [text.TrimEnd('\n')]);
        }

        return null;
    }

    private string Csv()
    {
        static string Cell(object? value)
        {
            var text = value is null ? "" : JinjaValue.ToText(value);
            return text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }

        return string.Join('\n', _rows.Select(row => string.Join(',', row.Select(Cell))).Prepend(string.Join(',', _names.Select(Cell))));
    }

    private AgateTable Distinct(JinjaCall call)
    {
        var key = call.Bind("distinct", "key?")[0];
        var places = key is null ? [.. Enumerable.Range(0, _names.Length)]
            : (key is string one ? [one] : (JinjaValue.TryIterate(key) ?? []).Select(item => JinjaValue.ToText(item))).Select(name => _names.IndexOf(name)).Where(place => place >= 0).ToArray();
        var seen = new JinjaSet();
        return new AgateTable(_names, [.. _rows.Where(row => seen.Add(new JinjaTuple(places.Select(place => row[place]))))]);
    }

    private AgateTable Select(object? key, bool keeps)
    {
        string[] wanted = key is string one ? [one] : [.. (JinjaValue.TryIterate(key) ?? []).Select(item => JinjaValue.ToText(item))];
        var places = keeps
            ? [.. wanted.Select(name => _names.IndexOf(name)).Where(place => place >= 0)]
            : Enumerable.Range(0, _names.Length).Where(place => !wanted.Contains(_names[place], StringComparer.Ordinal)).ToArray();
        return new AgateTable([.. places.Select(place => _names[place])], [.. _rows.Select(row => Array.ConvertAll(places, place => row[place]))]);
    }

    private AgateTable Rename(object? names) => names switch
    {
        JinjaDict map => new AgateTable([.. _names.Select(name => map.TryGetValue(name, out var other) ? JinjaValue.ToText(other) : name)], _rows),
        null => this,
        _ => new AgateTable([.. (JinjaValue.TryIterate(names) ?? []).Select(item => JinjaValue.ToText(item))], _rows),
    };

    private object OrderBy(JinjaCall call)
    {
        var args = call.Bind("order_by", "key", "reverse?");
        var place = _names.IndexOf(args.Text(0));
        if (place < 0)
        {
            throw call.Fail("SLUICE3150", $"the result has no column `{args.Text(0)}`", Diagnostics.Nearest.Hint(args.Text(0), _names));
        }

        var order = Comparer<object?>.Create((left, right) => left is null || right is null ? (left is null).CompareTo(right is null) : JinjaValue.Compare(left, right) ?? 0);
        return new AgateTable(_names, args.Flag(1) ? [.. _rows.OrderByDescending(row => row[place], order)] : [.. _rows.OrderBy(row => row[place], order)]);
    }

    // agate: a name that repeats gets a number.
    private static ImmutableArray<string> UniqueNames(ImmutableArray<CatalogColumn> columns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var names = ImmutableArray.CreateBuilder<string>(columns.Length);
        foreach (var column in columns)
        {
            var name = column.Name;
            for (var number = 2; !seen.Add(name); number++)
            {
                name = $"{column.Name}_{number.ToString(CultureInfo.InvariantCulture)}";
            }

            names.Add(name);
        }

        return names.MoveToImmutable();
    }
}
