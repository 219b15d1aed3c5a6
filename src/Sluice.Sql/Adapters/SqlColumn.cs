using System.Globalization;
using Sluice.Jinja;

namespace Sluice.Sql.Adapters;

/// <summary>A column as templates see it: dbt's <c>Column</c>. Immutable.</summary>
public sealed class SqlColumn : JinjaObject
{
    private static readonly HashSet<string> Strings = Set("text", "character varying", "character", "varchar");

    private static readonly HashSet<string> Integers = Set(
        "smallint", "integer", "bigint", "smallserial", "serial", "bigserial", "int2", "int4", "int8", "serial2", "serial4", "serial8");

    private static readonly HashSet<string> Numerics = Set("numeric", "decimal");
    private static readonly HashSet<string> Floats = Set("real", "float4", "float", "double precision", "float8", "double");

    /// <summary>Creates a column.</summary>
    public SqlColumn(string name, string type, long? charSize = null, object? precision = null, object? scale = null)
    {
        Name = name;
        DataType = type;
        CharSize = charSize;
        Precision = precision;
        Scale = scale;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type's name as given: dbt's <c>dtype</c>.</summary>
    public string DataType { get; }

    /// <inheritdoc/>
    public override string TypeName => "DuckDBColumn";

    private long? CharSize { get; }

    private object? Precision { get; }

    private object? Scale { get; }

    private bool IsString => Strings.Contains(DataType);

    private bool IsInteger => Integers.Contains(DataType);

    private bool IsNumeric => Numerics.Contains(DataType);

    private bool IsFloat => Floats.Contains(DataType);

    // dbt takes 256 where a text has no length of its own.
    private long StringSize => DataType == "text" || CharSize is null ? 256 : CharSize.Value;

    private string FullType => IsString ? StringType(StringSize) : IsNumeric ? NumericType(DataType, Precision, Scale) : DataType;

    /// <summary>A column of the database.</summary>
    public static SqlColumn Of(CatalogColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new SqlColumn(column.Name, column.Type);
    }

    /// <inheritdoc/>
    public override bool TryGetAttribute(string name, out object? value)
    {
        switch (name)
        {
            case "char_size":
                value = CharSize;
                return true;
            case "numeric_precision":
                value = Precision;
                return true;
            case "numeric_scale":
                value = Scale;
                return true;
        }

        value = name switch
        {
            "name" or "column" => Name,
            "dtype" => DataType,
            "data_type" => FullType,
            "quoted" => RelationName.Quote(Name),
            "fields" => new JinjaList(),
            "is_string" => Answer(name, IsString),
            "is_integer" => Answer(name, IsInteger),
            "is_numeric" => Answer(name, IsNumeric),
            "is_float" => Answer(name, IsFloat),
            "is_number" => Answer(name, IsInteger || IsNumeric || IsFloat),
            "string_size" => new JinjaFunction(name, call => IsString ? StringSize : throw call.Fail("SLUICE3151", $"column `{Name}` is not text")),
            "can_expand_to" => new JinjaFunction(name, call => call.Bind(name, "other_column")[0] is SqlColumn { IsString: true } other && IsString && other.StringSize > StringSize),
            "literal" => new JinjaFunction(name, call => $"{call.Bind(name, "value").Text(0)}::{FullType}"),
            "flatten" => new JinjaFunction(name, _ => new JinjaList([this])),
            _ => ColumnApi.Member(name),
        };
        return value is not null;
    }

    /// <inheritdoc/>
    public override string Repr() =>
        $"DuckDBColumn(column={JinjaValue.Repr(Name)}, dtype={JinjaValue.Repr(DataType)}, char_size={JinjaValue.Repr(CharSize)}, "
        + $"numeric_precision={JinjaValue.Repr(Precision)}, numeric_scale={JinjaValue.Repr(Scale)}, fields=[])";

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is SqlColumn other && other.Name == Name && other.DataType == DataType && other.CharSize == CharSize
        && JinjaValue.AreEqual(other.Precision, Precision) && JinjaValue.AreEqual(other.Scale, Scale);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DataType);

    internal static string StringType(long size) => $"character varying({size.ToString(CultureInfo.InvariantCulture)})";

    internal static string NumericType(string type, object? precision, object? scale) =>
        precision is null || scale is null ? type : $"{type}({JinjaValue.ToText(precision)},{JinjaValue.ToText(scale)})";

    private static JinjaFunction Answer(string name, bool answer) => new(name, _ => answer);

    private static HashSet<string> Set(params string[] names) => names.ToHashSet(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What <c>api.Column</c> is in templates: makes columns and translates types.</summary>
public sealed class ColumnApi : JinjaObject
{
    /// <summary>The one object; it has no state.</summary>
    public static ColumnApi Instance { get; } = new();

    private ColumnApi()
    {
    }

    /// <inheritdoc/>
    public override string TypeName => "type";

    /// <inheritdoc/>
    public override bool IsCallable => true;

    /// <inheritdoc/>
    public override string Repr() => "<class 'DuckDBColumn'>";

    /// <inheritdoc/>
    public override object? Invoke(JinjaCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var args = call.Bind("Column", "column", "dtype", "char_size?", "numeric_precision?", "numeric_scale?");
        return new SqlColumn(args.Text(0), args.Text(1), args[2] as long?, args[3], args[4]);
    }

    /// <inheritdoc/>
    public override bool TryGetAttribute(string name, out object? value)
    {
        value = Member(name);
        return value is not null;
    }

    internal static JinjaFunction? Member(string name) => name switch
    {
        "create" => new JinjaFunction(name, Create),
        "from_description" => new JinjaFunction(name, FromDescription),
        "translate_type" => new JinjaFunction(name, call => Translate(call.Bind(name, "dtype").Text(0))),
        "string_type" => new JinjaFunction(name, call => SqlColumn.StringType(call.Bind(name, "size").Integer(0))),
        "numeric_type" => new JinjaFunction(name, call => call.Bind(name, "dtype", "precision", "scale") is var args ? SqlColumn.NumericType(args.Text(0), args[1], args[2]) : null),
        _ => null,
    };

    private static SqlColumn Create(JinjaCall call)
    {
        var args = call.Bind("create", "name", "label_or_dtype");
        return new SqlColumn(args.Text(0), Translate(args.Text(1)));
    }

    // `varchar(20)` has a size, `numeric(10, 2)` a precision and a scale.
    private static SqlColumn FromDescription(JinjaCall call)
    {
        var args = call.Bind("from_description", "name", "raw_data_type");
        var type = args.Text(1);
        var open = type.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !type.EndsWith(')'))
        {
            return new SqlColumn(args.Text(0), type);
        }

        var sizes = type[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries)
            .Select(part => long.TryParse(part, CultureInfo.InvariantCulture, out var size) ? size : throw call.Fail("SLUICE3151", $"`{type}` is no type of the form `name(size)`"))
            .ToArray();
        return sizes is [var precision, var scale]
            ? new SqlColumn(args.Text(0), type[..open], null, precision, scale)
            : new SqlColumn(args.Text(0), type[..open], sizes[0]);
    }

    private static string Translate(string type) => type.ToUpperInvariant() switch
    {
        "STRING" => "TEXT",
        "TIMESTAMP" => "TIMESTAMP",
        _ => type,
    };
}
