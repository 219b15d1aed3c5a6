using System.Globalization;
using Sluice.Sql.Materializations;

namespace Sluice.Hosting.Writing;

/// <summary>Values in SQL text.</summary>
internal static class SqlLiteral
{
    /// <summary>The literal of a value.</summary>
    /// <exception cref="ArgumentException">The value has no literal.</exception>
    internal static string Of(object? value) => value switch
    {
        null => "null",
        string text => SqlText.Literal(text),
        bool truth => truth ? "true" : "false",
        DateOnly date => string.Create(CultureInfo.InvariantCulture, $"date '{date:yyyy-MM-dd}'"),
        DateTime time => string.Create(CultureInfo.InvariantCulture, $"timestamp '{time:yyyy-MM-dd HH:mm:ss.ffffff}'"),
        Guid id => $"uuid '{id:D}'",
        Enum word => SqlText.Literal(word.ToString()),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"a {value.GetType().Name} cannot name a part of a table; use a number, a text, a date or a truth", nameof(value)),
    };
}
