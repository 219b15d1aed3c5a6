using Sluice.Jinja;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>dbt's filters that turn a text into the value that it spells.</summary>
internal static class NativeValues
{
    internal static object? Parse(object? value) => value is string text
        ? text switch { "True" => true, "False" => false, "None" => null, _ => YamlScalars.Resolve(text) ?? text }
        : value;

    internal static object? ToBoolean(JinjaCall call) => Parse(call.Args[0]) switch
    {
        bool truth => truth,
        string text when bool.TryParse(text, out var truth) => truth,
        var other => throw call.Fail("SLUICE2005", $"`{JinjaValue.ToText(other)}` is neither true nor false"),
    };

    internal static object? ToNumber(JinjaCall call) => Parse(call.Args[0]) switch
    {
        long or double or decimal or System.Numerics.BigInteger => Parse(call.Args[0]),
        var other => throw call.Fail("SLUICE2005", $"`{JinjaValue.ToText(other)}` is no number"),
    };
}
