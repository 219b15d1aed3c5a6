using System.Collections;
using System.Globalization;

namespace Sluice.Graph;

/// <summary>Values of sources as those of properties: exact, or not at all.</summary>
internal static class GraphValues
{
    // Both targets keep microseconds.
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    /// <summary>The value in the form that the type has everywhere else; false where it cannot be had without a loss.</summary>
    internal static bool TryConvert(GraphType type, object value, out object? converted)
    {
        converted = type switch
        {
            GraphType.Text => Text(value),
            GraphType.Integer => Integer(value),
            GraphType.Float => Float(value),
            GraphType.Boolean => value as bool?,
            GraphType.Date => Date(value),
            GraphType.Timestamp => Timestamp(value),
            _ => TextList(value),
        };
        return converted is not null;
    }

    /// <summary>A value as a message shows it.</summary>
    internal static string Show(object? value) => value switch
    {
        null => "null",
        string text => text.Length > 80 ? text[..80] + "…" : text,
        DateOnly day => day.ToString("yyyy-MM-dd"),
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Show)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string? Text(object value) => value switch
    {
        string text => text,
        char one => one.ToString(),
        Guid id => id.ToString(),
        Enum name => name.ToString(),
        _ => null,
    };

    private static object? Integer(object value) => value switch
    {
        long whole => whole,
        int whole => (long)whole,
        short whole => (long)whole,
        sbyte whole => (long)whole,
        byte whole => (long)whole,
        ushort whole => (long)whole,
        uint whole => (long)whole,
        ulong whole when whole <= long.MaxValue => (long)whole,
        Int128 whole when whole >= long.MinValue && whole <= long.MaxValue => (long)whole,
        decimal number when decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue => (long)number,
        _ => null,
    };

    private static object? Float(object value) => value switch
    {
        double number => number,
        float number => (double)number,
        decimal number => (double)number,
        _ => Integer(value) is long whole ? (double)whole : null,
    };

    private static object? Date(object value) => value switch
    {
        DateOnly day => day,
        DateTime time when time.TimeOfDay == TimeSpan.Zero => DateOnly.FromDateTime(time),
        _ => null,
    };

    // A time without an offset is one in UTC.
    private static object? Timestamp(object value) => value switch
    {
        DateTimeOffset time => ToMicrosecond(time.UtcTicks),
        DateTime { Kind: DateTimeKind.Local } time => ToMicrosecond(time.ToUniversalTime().Ticks),
        DateTime time => ToMicrosecond(time.Ticks),
        _ => null,
    };

    private static DateTimeOffset ToMicrosecond(long ticks) => new(ticks - (ticks % TicksPerMicrosecond), TimeSpan.Zero);

    private static string[]? TextList(object value)
    {
        if (value is string || value is not IEnumerable items)
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var item in items)
        {
            if (item is null || Text(item) is not { } text)
            {
                return null;
            }

            texts.Add(text);
        }

        return [.. texts];
    }
}
