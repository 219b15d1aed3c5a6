using System.Globalization;
using System.Numerics;

namespace Sluice.Sql.Adapters.Results;

/// <summary>A database's value as templates see it. agate knows integers, decimals, dates, times, booleans and text.</summary>
internal static class AgateValue
{
    internal static object? Of(object? value) => value switch
    {
        null or bool or long or string or decimal => value,
        BigInteger big => big >= long.MinValue && big <= long.MaxValue ? (long)big : big,
        double number => OfDouble(number),
        DateOnly or DateTime or DateTimeOffset or TimeOnly => Moment.Of(value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    internal static string TypeOf(IEnumerable<object?> values) => values.FirstOrDefault(value => value is not null) switch
    {
        null or long or BigInteger => "dbt_common.clients.agate_helper.Integer",
        decimal or double => "agate.data_types.number.Number",
        bool => "agate.data_types.boolean.Boolean",
        string => "agate.data_types.text.Text",
        _ => "agate.data_types.date_time.DateTime",
    };

    // A float is read as the decimal that prints like it: 0.1 is 0.1.
    private static object OfDouble(double number) =>
        double.IsFinite(number) && Math.Abs(number) < 1e15
            && decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? WithPoint(exact, number)
            : number;

    private static decimal WithPoint(decimal exact, double number) =>
        number == Math.Floor(number) && exact.Scale == 0 ? exact * 1.0m : exact;
}
