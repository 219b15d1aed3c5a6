using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Sluice.DuckDb.Errors;

/// <summary>Takes DuckDB's error text apart: <c>Class Error: summary</c>, an empty line, <c>LINE n: excerpt</c>, a caret.</summary>
internal readonly record struct ErrorText(DuckDbErrorType Type, string Summary, int? Position)
{
    private const string LineMark = "\nLINE ";
    private const string Truncated = "...";

    private static readonly FrozenDictionary<string, DuckDbErrorType> Classes = new Dictionary<string, DuckDbErrorType>(StringComparer.Ordinal)
    {
        ["Out of Range"] = DuckDbErrorType.OutOfRange,
        ["Conversion"] = DuckDbErrorType.Conversion,
        ["Unknown Type"] = DuckDbErrorType.UnknownType,
        ["Decimal"] = DuckDbErrorType.Decimal,
        ["Mismatch Type"] = DuckDbErrorType.MismatchType,
        ["Divide by Zero"] = DuckDbErrorType.DivideByZero,
        ["Object Size"] = DuckDbErrorType.ObjectSize,
        ["Invalid type"] = DuckDbErrorType.InvalidType,
        ["Serialization"] = DuckDbErrorType.Serialization,
        ["TransactionContext"] = DuckDbErrorType.Transaction,
        ["Not implemented"] = DuckDbErrorType.NotImplemented,
        ["Expression"] = DuckDbErrorType.Expression,
        ["Catalog"] = DuckDbErrorType.Catalog,
        ["Parser"] = DuckDbErrorType.Parser,
        ["Planner"] = DuckDbErrorType.Planner,
        ["Scheduler"] = DuckDbErrorType.Scheduler,
        ["Executor"] = DuckDbErrorType.Executor,
        ["Constraint"] = DuckDbErrorType.Constraint,
        ["Index"] = DuckDbErrorType.Index,
        ["Stat"] = DuckDbErrorType.Stat,
        ["Connection"] = DuckDbErrorType.Connection,
        ["Syntax"] = DuckDbErrorType.Syntax,
        ["Settings"] = DuckDbErrorType.Settings,
        ["Binder"] = DuckDbErrorType.Binder,
        ["Network"] = DuckDbErrorType.Network,
        ["Optimizer"] = DuckDbErrorType.Optimizer,
        ["NullPointer"] = DuckDbErrorType.NullPointer,
        ["IO"] = DuckDbErrorType.IO,
        ["INTERRUPT"] = DuckDbErrorType.Interrupt,
        ["FATAL"] = DuckDbErrorType.Fatal,
        ["INTERNAL"] = DuckDbErrorType.Internal,
        ["Invalid Input"] = DuckDbErrorType.InvalidInput,
        ["Out of Memory"] = DuckDbErrorType.OutOfMemory,
        ["Permission"] = DuckDbErrorType.Permission,
        ["Parameter Not Resolved"] = DuckDbErrorType.ParameterNotResolved,
        ["Parameter Not Allowed"] = DuckDbErrorType.ParameterNotAllowed,
        ["Dependency"] = DuckDbErrorType.Dependency,
        ["HTTP"] = DuckDbErrorType.Http,
        ["Missing Extension"] = DuckDbErrorType.MissingExtension,
        ["Extension Autoloading"] = DuckDbErrorType.Autoload,
        ["Sequence"] = DuckDbErrorType.Sequence,
        ["Invalid Configuration"] = DuckDbErrorType.InvalidConfiguration,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static ErrorText Parse(string message, string? sql)
    {
        var type = DuckDbErrorType.Unknown;
        var summary = message;
        var colon = message.IndexOf(" Error: ", StringComparison.Ordinal);
        if (colon > 0 && Classes.TryGetValue(message[..colon], out type))
        {
            summary = message[(colon + " Error: ".Length)..];
        }

        var mark = message.LastIndexOf(LineMark, StringComparison.Ordinal);
        if (mark < 0)
        {
            return new(type, summary.Trim(), null);
        }

        // The offset in the summary is the same distance from the end as in the message.
        summary = summary[..^(message.Length - mark)];
        return new(type, summary.Trim(), sql is null ? null : Locate(message[(mark + 1)..], sql));
    }

    /// <summary>Finds the place under the caret in the SQL; null where the excerpt is not found there.</summary>
    private static int? Locate(string excerpt, string sql)
    {
        var lines = excerpt.Split('\n');
        var colon = lines[0].IndexOf(": ", StringComparison.Ordinal);
        if (lines.Length < 2 || colon < 0
            || !int.TryParse(lines[0]["LINE ".Length..colon], CultureInfo.InvariantCulture, out var number)
            || lines[1].TrimStart(' ') is not ['^', ..])
        {
            return null;
        }

        var shown = lines[0][(colon + 2)..];
        var caret = lines[1].IndexOf('^', StringComparison.Ordinal) - (colon + 2);
        var start = LineStart(sql, number);
        if (start is not { } lineStart || caret < 0)
        {
            return null;
        }

        var end = sql.AsSpan(lineStart).IndexOfAny('\n', '\r');
        var line = end < 0 ? sql[lineStart..] : sql.Substring(lineStart, end);
        var cut = shown.StartsWith(Truncated, StringComparison.Ordinal) && !line.StartsWith(shown, StringComparison.Ordinal);
        if (shown.EndsWith(Truncated, StringComparison.Ordinal) && !line.EndsWith(shown, StringComparison.Ordinal))
        {
            shown = shown[..^Truncated.Length];
        }

        if (cut)
        {
            shown = shown[Math.Min(Truncated.Length, shown.Length)..];
            caret -= Truncated.Length;
        }

        var offset = line.IndexOf(shown, StringComparison.Ordinal);
        return offset < 0 || caret < 0 ? null : lineStart + offset + UnitsBefore(shown, caret);
    }

    // DuckDB counts \n and \r each as the end of a line.
    private static int? LineStart(string sql, int number)
    {
        var start = 0;
        for (var line = 1; line < number; line++)
        {
            var next = sql.AsSpan(start).IndexOfAny('\n', '\r');
            if (next < 0)
            {
                return null;
            }

            start += next + 1;
        }

        return start;
    }

    /// <summary>The UTF-16 units of the text that fill a number of terminal columns.</summary>
    private static int UnitsBefore(string text, int columns)
    {
        var units = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (columns <= 0)
            {
                break;
            }

            columns -= Columns(rune);
            units += rune.Utf16SequenceLength;
        }

        return units;
    }

    private static int Columns(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    // East Asian wide and full-width ranges, and emoji.
    private static bool IsWide(int value) => value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F900 and <= 0x1F9FF) or (>= 0x20000 and <= 0x3FFFD);
}
