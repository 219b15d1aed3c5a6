using Sluice.Jinja;

namespace Sluice.Sql.Adapters.Results;

/// <summary>What the database says about a statement, in <c>load_result(…).response</c>: prints as <c>OK</c>.</summary>
internal sealed class AdapterResponse(object? message, object? code = null, object? rows = null) : JinjaObject
{
    /// <summary>What DuckDB says of each statement: it names no code and counts no rows.</summary>
    internal static readonly AdapterResponse Ok = new("OK");

    public override string TypeName => "AdapterResponse";

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "_message" => message,
            "code" => code,
            "rows_affected" => rows,
            _ => null,
        };
        return name is "_message" or "code" or "rows_affected" or "query_id";
    }

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return key is string name && TryGetAttribute(name, out value);
    }

    public override string ToText() => JinjaValue.ToText(message);

    public override string Repr() =>
        $"AdapterResponse(_message={JinjaValue.Repr(message)}, code={JinjaValue.Repr(code)}, rows_affected={JinjaValue.Repr(rows)}, query_id=None)";
}
