using System.Globalization;
using System.Text;

namespace Sluice.Sql.Context.Python;

/// <summary>Python's <c>strftime</c> and <c>strptime</c>, English names.</summary>
internal static class PythonTimeFormat
{
    internal static string Format(string format, DateTime time, TimeSpan? offset, string? zone = null)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var isBare = format[++i] == '-' && i + 1 < format.Length;
            var code = isBare ? format[++i] : format[i];
            var piece = Piece(code, time, offset, zone) ?? $"%{(isBare ? "-" : "")}{code}";
            text.Append(isBare && piece.Length > 1 ? TrimZeros(piece) : piece);
        }

        return text.ToString();
    }

    internal static string OffsetText(TimeSpan offset, string separator) => string.Create(
        CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours):00}{separator}{Math.Abs(offset.Minutes):00}");

    /// <summary>Reads a time; null where the text does not have the form.</summary>
    internal static DateTime? Parse(string text, string format)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                pattern.Append('\\').Append(format[i]);
                continue;
            }

            var piece = format[++i] switch
            {
                'Y' => "yyyy", 'y' => "yy", 'm' => "MM", 'd' => "dd", 'H' => "HH", 'I' => "hh", 'M' => "mm", 'S' => "ss", 'f' => "FFFFFF",
                'B' => "MMMM", 'b' => "MMM", 'A' => "dddd", 'a' => "ddd", 'p' => "tt", 'F' => "yyyy-MM-dd", 'T' => "HH:mm:ss", 'j' => null,
                '%' => "\\%", _ => null,
            };
            if (piece is null)
            {
                return null;
            }

            pattern.Append(piece);
        }

        return DateTime.TryParseExact(text, pattern.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    private static string TrimZeros(string piece) => piece.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0";

    private static string? Piece(char code, DateTime time, TimeSpan? offset, string? zone)
    {
        string As(string format) => time.ToString(format, CultureInfo.InvariantCulture);
        string Number(long value, int width) => value.ToString("D" + width.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return code switch
        {
            'Y' => As("yyyy"), 'm' => As("MM"), 'd' => As("dd"), 'H' => As("HH"), 'M' => As("mm"), 'S' => As("ss"), 'y' => As("yy"),
            'I' => As("hh"), 'p' => As("tt"), 'B' => As("MMMM"), 'b' or 'h' => As("MMM"), 'A' => As("dddd"), 'a' => As("ddd"),
            'f' => As("ffffff"), 'j' => Number(time.DayOfYear, 3), 'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            'F' => As("yyyy-MM-dd"), 'T' => As("HH:mm:ss"), 'D' => As("MM/dd/yy"), 'R' => As("HH:mm"),
            'c' => As("ddd MMM") + " " + time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2) + As(" HH:mm:ss yyyy"), 'x' => As("MM/dd/yy"), 'X' => As("HH:mm:ss"),
            'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture), 'u' => (((int)time.DayOfWeek + 6) % 7 + 1).ToString(CultureInfo.InvariantCulture),
            'V' => Number(ISOWeek.GetWeekOfYear(time), 2), 'G' => Number(ISOWeek.GetYear(time), 4),
            'U' => Number((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7, 2), 'W' => Number((time.DayOfYear + 6 - ((int)time.DayOfWeek + 6) % 7) / 7, 2),
            's' => ((long)(time - (offset ?? default) - DateTime.UnixEpoch).TotalSeconds).ToString(CultureInfo.InvariantCulture),
            'z' => offset is { } span ? OffsetText(span, "") : "", 'Z' => zone ?? (offset is null ? "" : offset == TimeSpan.Zero ? "UTC" : "UTC" + OffsetText(offset.Value, ":")),
            '%' => "%", 'n' => "\n", 't' => "\t",
            _ => null,
        };
    }
}
