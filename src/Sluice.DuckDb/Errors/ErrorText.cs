using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Sluice.DuckDb.Errors;

/// <summary>
/// Takes DuckDB's error apart. Connections ask for errors in JSON, because only there the position is right when a text holds
/// several statements; errors from elsewhere are <c>Class Error: summary</c>, maybe with an excerpt of the SQL.
/// </summary>
internal sealed record ErrorText(string Class, string Summary, int? Position, IReadOnlyDictionary<string, string> Details)
{
    private const string JsonStart = "{\"exception_type\":";
    private const string ClassEnd = " Error: ";
    private const string ExcerptStart = "\nLINE ";

    private static readonly IReadOnlyDictionary<string, string> NoDetails = FrozenDictionary<string, string>.Empty;

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

    internal DuckDbErrorType Type => Classes.GetValueOrDefault(Class);

    internal static ErrorText Parse(string message, string? sql)
    {
        var start = message.IndexOf(JsonStart, StringComparison.Ordinal);
        return start >= 0 && TryParseJson(message[start..], sql) is { } text ? text : ParsePlain(message);
    }

    private static ErrorText? TryParseJson(string json, string? sql)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var details = document.RootElement.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.String)
                .ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);
            details.Remove("exception_type", out var type);
            details.Remove("exception_message", out var message);
            details.Remove("position", out var position);
            return new(type ?? "", (message ?? "").Trim(), Offset(sql, position), details);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ErrorText ParsePlain(string message)
    {
        var summary = message;
        var end = message.IndexOf(ClassEnd, StringComparison.Ordinal);
        var type = end > 0 && Classes.ContainsKey(message[..end]) ? message[..end] : "";
        if (type.Length > 0)
        {
            summary = message[(end + ClassEnd.Length)..];
        }

        var excerpt = summary.LastIndexOf(ExcerptStart, StringComparison.Ordinal);
        return new(type, (excerpt < 0 ? summary : summary[..excerpt]).Trim(), null, NoDetails);
    }

    /// <summary>DuckDB counts bytes of UTF-8; null where the place is not in this text, but in that of a view, say.</summary>
    private static int? Offset(string? sql, string? position)
    {
        if (sql is null || !int.TryParse(position, CultureInfo.InvariantCulture, out var bytes))
        {
            return null;
        }

        var units = 0;
        foreach (var rune in sql.EnumerateRunes())
        {
            if (bytes <= 0)
            {
                break;
            }

            bytes -= rune.Utf8SequenceLength;
            units += rune.Utf16SequenceLength;
        }

        return bytes > 0 ? null : units;
    }
}
