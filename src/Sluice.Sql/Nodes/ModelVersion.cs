using Sluice.Jinja;

namespace Sluice.Sql.Nodes;

/// <summary>Which version of a model a node is.</summary>
/// <param name="Value">The version as the properties file has it: a number or a text.</param>
/// <param name="Latest">The version that <c>ref</c> reads where it names none.</param>
public sealed record ModelVersion(object Value, object Latest)
{
    /// <summary>The version as text, such as <c>2</c>.</summary>
    public string Text => JinjaValue.ToText(Value);

    /// <summary>True for the version that <c>ref</c> reads where it names none.</summary>
    public bool IsLatest => Text == JinjaValue.ToText(Latest);

    /// <summary>Below 0 where it is older than the latest one, above where it is newer.</summary>
    internal int CompareToLatest() => Compare(Value, Latest);

    /// <summary>The order of two versions: numbers by size, anything else as texts.</summary>
    internal static int Compare(object left, object right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (long or double, long or double) => Convert.ToDouble(left, null).CompareTo(Convert.ToDouble(right, null)),
        _ => string.CompareOrdinal(JinjaValue.ToText(left), JinjaValue.ToText(right)),
    };
}
