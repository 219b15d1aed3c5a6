using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Sql.Seeds;

/// <summary>The type of a CSV column as dbt infers it: the first of a list that all of the values have.</summary>
/// <remarks>
/// integer, number, date, timestamp, ISO timestamp, boolean, text; empty and <c>null</c> (any case) are NULL and have every
/// type, so that a column of nothing else is an integer.
/// </remarks>
internal sealed partial class SeedTypes
{
    private bool _isInteger = true;
    private bool _isNumber = true;
    private bool _isDate = true;
    private bool _isTime = true;
    private bool _isIsoTime = true;
    private bool _isBoolean = true;

    /// <summary>True where no value until now rules out every type but text.</summary>
    private bool IsOpen => _isNumber || _isDate || _isTime || _isIsoTime || _isBoolean;

    /// <summary>The type, as DuckDB names it in a statement.</summary>
    internal string Type => (_isNumber, _isInteger) switch
    {
        (true, true) => "integer",
        (true, false) => "double",
        _ when _isDate => "date",
        _ when _isTime || _isIsoTime => "timestamp",
        _ when _isBoolean => "boolean",
        _ => "varchar",
    };

    internal static bool IsNull(string value)
    {
        var text = value.AsSpan().Trim();
        return text.IsEmpty || text.Equals("null", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Takes one value of the column into account.</summary>
    internal void Add(string value)
    {
        if (!IsOpen || IsNull(value))
        {
            return;
        }

        var text = value.Trim();
        if (_isNumber)
        {
            AddNumber(text);
        }

        _isDate = _isDate && DatePattern().IsMatch(text) && IsDay(text);
        _isTime = _isTime && TimePattern().IsMatch(text) && IsMoment(text);
        _isIsoTime = _isIsoTime && IsoPattern().IsMatch(text) && IsMoment(text.TrimEnd('Z'));
        _isBoolean = _isBoolean && (text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase));
    }

    private void AddNumber(string text)
    {
        var match = NumberPattern().Match(text);
        _isNumber = match.Success;
        _isInteger = _isInteger && match.Success && IsWhole(match);
    }

    // A number without digits behind its point once the exponent is applied: 1e3 is whole, 2.50 is not.
    private static bool IsWhole(Match match)
    {
        var decimals = match.Groups["fraction"].Length;
        return !match.Groups["exponent"].Success
            ? decimals == 0
            : int.TryParse(match.Groups["exponent"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) && exponent >= decimals;
    }

    private static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsMoment(string text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.RoundtripKind, out _);

    [GeneratedRegex(@"^[+-]?(\d+\.?(?<fraction>\d*)|\.(?<fraction>\d+))([eE](?<exponent>[+-]?\d+))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^\d{4}-\d{1,2}-\d{1,2}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"^\d{4}-\d{1,2}-\d{1,2} +\d{1,2}:\d{1,2}:\d{1,2}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?(\d{2})?)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsoPattern();
}
