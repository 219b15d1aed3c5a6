using System.Collections.Concurrent;

namespace Sluice.Jinja.Values;

/// <summary>The parameters of a function, and how the arguments of a call are matched with them.</summary>
internal sealed class Signature
{
    private static readonly ConcurrentDictionary<string, Signature> Known = new(StringComparer.Ordinal);

    private readonly string[] _names;
    private string[] _parameters = [];
    private readonly int _required;
    private readonly bool _takesRest;
    private readonly bool _takesKeywords;
    private readonly object?[] _nothing;

    private Signature(string[] names, int required, bool takesRest, bool takesKeywords)
    {
        _names = names;
        _required = required;
        _takesRest = takesRest;
        _takesKeywords = takesKeywords;
        _nothing = new object?[Size];
        Array.Fill(_nothing, Sentinel.Missing);
    }

    /// <summary>The number of parameters where every positional argument has its own; -1 where there are rests.</summary>
    internal int PlainSize => _takesRest || _takesKeywords ? -1 : _names.Length;

    internal int Required => _required;

    private int Size => _names.Length + (_takesRest ? 1 : 0) + (_takesKeywords ? 1 : 0);

    /// <summary>The signature of a function, parsed once where all calls give the same parameters.</summary>
    internal static Signature Of(string function, ReadOnlySpan<string> parameters)
    {
        if (Known.TryGetValue(function, out var known))
        {
            return known._parameters.AsSpan().SequenceEqual(parameters) ? known : Parse(parameters);
        }

        var signature = Parse(parameters);
        signature._parameters = parameters.ToArray();
        return Known.Count < 1000 ? Known.GetOrAdd(function, signature) : signature;
    }

    internal static Signature Parse(ReadOnlySpan<string> parameters)
    {
        var names = new List<string>(parameters.Length);
        var required = 0;
        var (rest, keywords) = (false, false);
        foreach (var parameter in parameters)
        {
            if (parameter.StartsWith('*'))
            {
                (rest, keywords) = parameter.StartsWith("**", StringComparison.Ordinal) ? (rest, true) : (true, keywords);
                continue;
            }

            var isOptional = parameter.EndsWith('?');
            names.Add(isOptional ? parameter[..^1] : parameter);
            required += isOptional ? 0 : 1;
        }

        return new Signature([.. names], required, rest, keywords);
    }

    /// <summary>The values by place; <see cref="Sentinel.Missing"/> where an argument was omitted.</summary>
    internal object?[] Bind(string function, JinjaCall call, int skip)
    {
        var args = call.ArgArray;
        var kwargs = call.KwargArray;
        var given = args.Length - skip;
        if (given == 0 && kwargs.Length == 0 && _required == 0 && !_takesRest && !_takesKeywords)
        {
            return _nothing;
        }

        if (given > _names.Length && !_takesRest)
        {
            throw Fail.Arguments(
                $"`{function}` takes at most {Count(_names.Length)}, but {given} {(given == 1 ? "was" : "were")} given");
        }

        var values = new object?[Size];
        Array.Fill(values, Sentinel.Missing);
        Array.Copy(args, skip, values, 0, Math.Min(given, _names.Length));
        if (_takesRest)
        {
            values[_names.Length] = given > _names.Length ? new JinjaTuple(args[(skip + _names.Length)..]) : JinjaTuple.Empty;
        }

        BindKeywords(function, kwargs, values);
        for (var i = 0; i < _required; i++)
        {
            if (ReferenceEquals(values[i], Sentinel.Missing))
            {
                throw Fail.Arguments($"`{function}` needs the argument `{_names[i]}`");
            }
        }

        return values;
    }

    private static string Count(int arguments) => arguments == 1 ? "1 argument" : $"{arguments} arguments";

    private void BindKeywords(string function, KeyValuePair<string, object?>[] kwargs, object?[] values)
    {
        var rest = _takesKeywords ? new JinjaDict() : null;
        foreach (var (name, value) in kwargs)
        {
            var place = Array.IndexOf(_names, name);
            if (place < 0)
            {
                if (rest is null)
                {
                    throw Fail.Arguments(
                        $"`{function}` has no parameter `{name}`", Diagnostics.Nearest.Hint(name, _names));
                }

                rest.Set(name, value);
            }
            else if (!ReferenceEquals(values[place], Sentinel.Missing))
            {
                throw Fail.Arguments($"`{function}` got two values for `{name}`");
            }
            else
            {
                values[place] = value;
            }
        }

        if (rest is not null)
        {
            values[^1] = rest;
        }
    }
}
