using System.Globalization;
using System.Text.Json;

namespace Sluice.Graph;

/// <summary>Values with their types, as the Query API takes them: plain JSON knows no days and no difference between 1 and 1.0.</summary>
internal static class TypedJson
{
    internal const string MediaType = "application/vnd.neo4j.query";

    /// <summary>The parameter <c>rows</c>: a list of maps with number, identity, hash and properties.</summary>
    internal static void WriteRows(Utf8JsonWriter json, GraphElement element, IReadOnlyList<GraphRow> rows)
    {
        Begin(json, "List");
        json.WriteStartArray();
        foreach (var row in rows)
        {
            WriteRow(json, element, row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, GraphElement element, GraphRow row)
    {
        BeginMap(json);
        WriteMember(json, "number", row.Number);
        WriteIdentity(json, element, row.Values);
        WriteMember(json, "hash", row.Hash);
        json.WritePropertyName("props");
        BeginMap(json);
        for (var index = element.Identity.Count; index < row.Values.Length; index++)
        {
            WriteMember(json, element.Columns[index].Name, row.Values[index]);
        }

        EndMap(json);
        EndMap(json);
    }

    private static void WriteIdentity(Utf8JsonWriter json, GraphElement element, object?[] values)
    {
        if (element is NodeType)
        {
            WriteMember(json, "key", values[0]);
            return;
        }

        WriteMember(json, "from", values[0]);
        WriteMember(json, "to", values[1]);
        if (element.Identity.Count > 2)
        {
            WriteMember(json, "key", values[2]);
        }
    }

    private static void WriteMember(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        WriteValue(json, value);
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                Begin(json, "Null");
                json.WriteNullValue();
                break;
            case bool truth:
                Begin(json, "Boolean");
                json.WriteBooleanValue(truth);
                break;
            case string[] texts:
                Begin(json, "List");
                json.WriteStartArray();
                Array.ForEach(texts, text => WriteValue(json, text));
                json.WriteEndArray();
                break;
            default:
                var (type, text) = Describe(value);
                Begin(json, type);
                json.WriteStringValue(text);
                break;
        }

        json.WriteEndObject();
    }

    private static (string Type, string Text) Describe(object value) => value switch
    {
        string text => ("String", text),
        long whole => ("Integer", whole.ToString(CultureInfo.InvariantCulture)),
        double number => ("Float", FloatText(number)),
        DateOnly day => ("Date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        DateTimeOffset time => ("OffsetDateTime", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)),
        _ => throw new InvalidOperationException($"a property cannot be a {value.GetType().Name}"),
    };

    private static string FloatText(double number) =>
        double.IsPositiveInfinity(number) ? "Infinity"
        : double.IsNegativeInfinity(number) ? "-Infinity"
        : number.ToString("R", CultureInfo.InvariantCulture);

    private static void BeginMap(Utf8JsonWriter json)
    {
        Begin(json, "Map");
        json.WriteStartObject();
    }

    private static void EndMap(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("$type", type);
        json.WritePropertyName("_value");
    }
}
