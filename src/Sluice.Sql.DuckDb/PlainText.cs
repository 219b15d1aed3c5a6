using System.Collections;
using System.Globalization;
using System.Text;

namespace Sluice.Sql.DuckDb;

/// <summary>Nested values as JSON text, which is what dbt makes of them.</summary>
internal static class PlainText
{
    internal static string Of(object value)
    {
        if (value is not IEnumerable || value is byte[])
        {
            return value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                text.Append("null");
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case IDictionary pairs:
                AppendAll(text, '{', '}', Entries(pairs), pair =>
                {
                    Quote(text, Convert.ToString(pair.Key, CultureInfo.InvariantCulture) ?? "");
                    text.Append(": ");
                    Append(text, pair.Value);
                });
                break;
            case IEnumerable items and not string:
                AppendAll(text, '[', ']', items.Cast<object?>(), item => Append(text, item));
                break;
            case DateOnly date:
                Quote(text, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            default:
                Quote(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }

    // A dictionary's own enumerator gives entries whatever its generic type is.
    private static IEnumerable<DictionaryEntry> Entries(IDictionary pairs)
    {
        var next = pairs.GetEnumerator();
        while (next.MoveNext())
        {
            yield return next.Entry;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> append)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            text.Append(isFirst ? "" : ", ");
            append(item);
            isFirst = false;
        }

        text.Append(close);
    }

    private static void Quote(StringBuilder text, string value) =>
        text.Append('"').Append(System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)).Append('"');
}
