using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context.Python;

namespace Sluice.Sql.Project.Yaml;

/// <summary>Turns YAML nodes into the values that templates have; dates become Python's date objects.</summary>
internal static class YamlValues
{
    private const int MaxValues = 2_000_000;

    /// <summary>The value of a node.</summary>
    /// <param name="node">The node; null is none.</param>
    /// <param name="render">Gives the value of a text scalar, Jinja rendered; the text itself where null.</param>
    /// <exception cref="DiagnosticException">Aliases multiply to more than two million values.</exception>
    internal static object? ToValue(YamlNode? node, Func<YamlScalar, object?>? render = null)
    {
        var left = MaxValues;
        return ToValue(node, render, ref left);
    }

    private static object? ToValue(YamlNode? node, Func<YamlScalar, object?>? render, ref int left)
    {
        if (--left < 0)
        {
            throw new DiagnosticException(YamlErrors.TooLarge(node!.Source, node.Span, $"more than {MaxValues} values, its aliases resolved"));
        }

        switch (node)
        {
            case null:
                return null;
            case YamlScalar { Value: string } scalar when render is not null && HasJinja(scalar.Text):
                return render(scalar);
            case YamlScalar scalar:
                return scalar.Value switch
                {
                    DateOnly date => new PythonDate(date),
                    DateTime time => new PythonDateTime(time, null),
                    DateTimeOffset time => new PythonDateTime(time.DateTime, time.Offset),
                    var value => value,
                };
            case YamlSequence sequence:
                var list = new JinjaList();
                foreach (var item in sequence.Items)
                {
                    list.Add(ToValue(item, render, ref left));
                }

                return list;
            case YamlMapping mapping:
                var dict = new JinjaDict();
                foreach (var entry in mapping.Entries)
                {
                    dict[ToValue(entry.Key, null, ref left)] = ToValue(entry.Value, render, ref left);
                }

                return dict;
            default:
                throw new InvalidOperationException($"no such YAML node: {node.Kind}");
        }
    }

    /// <summary>True where a text has something to render.</summary>
    internal static bool HasJinja(string text) =>
        text.Contains('{', StringComparison.Ordinal)
        && (text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal) || text.Contains("{#", StringComparison.Ordinal));
}
