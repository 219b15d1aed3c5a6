using System.Text;
using System.Text.RegularExpressions;
using Sluice.Jinja;
using Sluice.Sql.Context;

namespace Sluice.Sql.Nodes;

/// <summary>How dbt names a generic test from its arguments, and the hash that makes its unique id unique.</summary>
internal static partial class TestNames
{
    /// <summary>The short name, at most 63 characters, and the full one.</summary>
    /// <param name="test">The test's name, with <c>source_</c> and the package before it where it has them.</param>
    /// <param name="target">The name of what it is attached to.</param>
    /// <param name="arguments">Its arguments; <c>model</c> does not count.</param>
    internal static (string Short, string Full) Synthesize(
        string test, string target, IEnumerable<KeyValuePair<string, object?>> arguments)
    {
        var parts = arguments.Where(argument => argument.Key != "model")
            .OrderBy(argument => argument.Key, StringComparer.Ordinal)
            .SelectMany(argument => argument.Value switch
            {
                JinjaDict dict => dict.Values,
                JinjaList or JinjaTuple => (IEnumerable<object?>)argument.Value,
                var single => [single],
            })
            .Select(value => NotAWord().Replace(JinjaValue.ToText(value), "_"));
        var identifier = $"{test}_{target}";
        var full = $"{identifier}_{string.Join("__", parts)}";
        return full.Length < 64 ? (full, full) : ($"{identifier[..Math.Min(30, identifier.Length)]}_{BaseFunctions.Md5(full)}", full);
    }

    /// <summary>The last part of the unique id: ten digits of a hash over the name and the test as Python prints it.</summary>
    internal static string Hash(string name, GenericTest test)
    {
        var text = new StringBuilder(name).Append("{'kwargs': ");
        Append(text, test.Arguments);
        text.Append(", 'name': ").Append(JinjaValue.Repr(test.Name)).Append(", 'namespace': ")
            .Append(JinjaValue.Repr(test.Namespace ?? "None")).Append('}');
        return BaseFunctions.Md5(text.ToString())[^10..];
    }

    private static void Append(StringBuilder text, IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        text.Append('{');
        var separator = "";
        foreach (var (key, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(separator).Append(JinjaValue.Repr(key)).Append(": ");
            Append(text, value);
            separator = ", ";
        }

        text.Append('}');
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case JinjaDict dict:
                Append(text, dict.Select(pair => KeyValuePair.Create(JinjaValue.ToText(pair.Key), pair.Value)));
                break;
            case JinjaList list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    Append(text, list[i]);
                }

                text.Append(']');
                break;
            default:
                text.Append(JinjaValue.Repr(JinjaValue.ToText(value)));
                break;
        }
    }

    [GeneratedRegex("[^0-9a-zA-Z_]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotAWord();
}
