using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context.Python;

namespace Sluice.Sql.Context;

/// <summary>dbt's functions that depend on nothing but their arguments.</summary>
internal static class BaseFunctions
{
    internal static readonly Dictionary<string, object> All = new[]
    {
        Function("return", call => new MacroReturn(call.Bind("return", "data")[0])),
        Function("tojson", ToJson),
        Function("fromjson", FromJson),
        Function("toyaml", ToYaml),
        Function("fromyaml", FromYaml),
        Function("local_md5", call => Md5(call.Bind("local_md5", "value").Text(0))),
        Function("set", call => Set(call, strict: false)),
        Function("set_strict", call => Set(call, strict: true)),
        Function("zip", call => Zip(call, strict: false)),
        Function("zip_strict", call => Zip(call, strict: true)),
        Function("diff_of_two_dicts", DiffOfTwoDicts),
    }.ToDictionary(function => function.Name, function => (object)function, StringComparer.Ordinal);

    /// <summary>The MD5 of a text in lower-case hexadecimal digits; dbt names things by it.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "It names things, it protects nothing.")]
    internal static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private static JinjaFunction Function(string name, Func<JinjaCall, object?> body) => new(name, body);

    private static string ToJson(JinjaCall call)
    {
        var args = call.Bind("tojson", "value", "default?", "sort_keys?");
        try
        {
            return PythonJson.Write(args[0], args.Flag(2));
        }
        catch (ArgumentException error)
        {
            return args.Has(1) && args[0] is not Undefined ? args.Text(1) : throw call.Fail("SLUICE2032", error.Message);
        }
    }

    private static object? FromJson(JinjaCall call)
    {
        var args = call.Bind("fromjson", "string", "default?");
        try
        {
            return PythonJson.Read(args.Text(0));
        }
        catch (JsonException)
        {
            return args[1];
        }
    }

    private static string ToYaml(JinjaCall call)
    {
        var args = call.Bind("toyaml", "value", "default?", "sort_keys?");
        try
        {
            return PythonYaml.Write(args[0], args.Flag(2));
        }
        catch (ArgumentException error)
        {
            return args.Has(1) ? args.Text(1) : throw call.Fail("SLUICE2032", error.Message);
        }
    }

    private static object? FromYaml(JinjaCall call)
    {
        var args = call.Bind("fromyaml", "value", "default?");
        try
        {
            return PythonYaml.Read(args.Text(0));
        }
        catch (DiagnosticException)
        {
            return args[1];
        }
    }

    private static object? Set(JinjaCall call, bool strict)
    {
        var args = call.Bind(strict ? "set_strict" : "set", "value", "default?");
        try
        {
            return JinjaValue.TryIterate(args[0]) is { } items ? new JinjaSet(items)
                : strict ? throw call.Fail("SLUICE2032", $"'{JinjaValue.TypeName(args[0])}' object is not iterable") : args[1];
        }
        catch (Exception error) when (!strict && error is not (DiagnosticException or OperationCanceledException))
        {
            return args[1];
        }
    }

    private static object? Zip(JinjaCall call, bool strict)
    {
        call.TryGetKeyword("default", out var fallback);
        var lists = new List<IEnumerator<object?>>();
        foreach (var argument in call.Args)
        {
            if (JinjaValue.TryIterate(argument) is not { } items)
            {
                return strict ? throw call.Fail("SLUICE2032", $"'{JinjaValue.TypeName(argument)}' object is not iterable") : fallback;
            }

            lists.Add(items.GetEnumerator());
        }

        var result = new JinjaList();
        while (lists.Count > 0 && lists.TrueForAll(list => list.MoveNext()))
        {
            result.Add(new JinjaTuple(lists.Select(list => list.Current)));
        }

        return result;
    }

    // dbt: the keys of the first whose list in the second lacks something, letter case ignored.
    private static JinjaDict DiffOfTwoDicts(JinjaCall call)
    {
        var args = call.Bind("diff_of_two_dicts", "dict_a", "dict_b");
        var result = new JinjaDict();
        if (args[0] is not JinjaDict left || args[1] is not JinjaDict right)
        {
            throw call.Fail("SLUICE2032", "`diff_of_two_dicts` takes two dictionaries of lists");
        }

        var other = right.ToDictionary(pair => JinjaValue.ToText(pair.Key).ToLowerInvariant(), pair => Lower(pair.Value), StringComparer.Ordinal);
        foreach (var (key, value) in left)
        {
            var has = other.GetValueOrDefault(JinjaValue.ToText(key).ToLowerInvariant()) ?? [];
            var missing = (JinjaValue.TryIterate(value) ?? []).Where(item => !has.Contains(JinjaValue.ToText(item).ToLowerInvariant())).ToList();
            if (missing.Count > 0)
            {
                result[key] = new JinjaList(missing);
            }
        }

        return result;
    }

    private static HashSet<string> Lower(object? list) =>
        (JinjaValue.TryIterate(list) ?? []).Select(item => JinjaValue.ToText(item).ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
}
