using Sluice.Jinja.Filters;
using Sluice.Jinja.Methods;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Testing;

/// <summary>The tests of the language, by name. Made when a template first asks for one.</summary>
internal static class TestTable
{
    private static readonly Lazy<Dictionary<string, Routine>> Table = new(Create);

    internal static IReadOnlyDictionary<string, Routine> All => Table.Value;

    private static Dictionary<string, Routine> Create()
    {
        var table = new Dictionary<string, Routine>(StringComparer.Ordinal);
        void Add(string names, string parameters, Func<object?, JinjaArguments, bool> holds)
        {
            foreach (var name in names.Split(' '))
            {
                table[name] = new BuiltInRoutine(
                    name, parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries), (value, arguments) => Box.Of(holds(value, arguments)));
            }
        }

        Add("defined", "", (value, _) => value is not Undefined);
        Add("undefined", "", (value, _) => value is Undefined);
        Add("none", "", (value, _) => value is null);
        Add("boolean", "", (value, _) => value is bool);
        Add("true", "", (value, _) => value is true);
        Add("false", "", (value, _) => value is false);
        Add("integer", "", (value, _) => value is long or System.Numerics.BigInteger);
        Add("float", "", (value, _) => value is double);
        Add("number", "", (value, _) => Numbers.IsNumber(value));
        Add("string", "", (value, _) => value is string or Markup);
        Add("mapping", "", (value, _) => value is JinjaDict or JinjaObject { IsMapping: true });
        Add("sequence", "", (value, _) => IsSequence(value));
        Add("iterable", "", (value, _) => IsIterable(value));
        Add("callable", "", (value, _) => value is JinjaObject { IsCallable: true } or Undefined);
        Add("escaped", "", (value, _) => value is Markup or JinjaObject { IsSafe: true });
        Add("sameas", "other", (value, arguments) => IsSame(value, arguments[0]));
        Add("lower", "", (value, _) => HasCase(value, "islower"));
        Add("upper", "", (value, _) => HasCase(value, "isupper"));
        Add("odd", "", (value, _) => Equality.AreEqual(Arithmetic.Modulo(value, Box.Of(2L)), Box.Of(1L)));
        Add("even", "", (value, _) => Equality.AreEqual(Arithmetic.Modulo(value, Box.Of(2L)), Box.Of(0L)));
        Add("divisibleby", "num", (value, arguments) => Equality.AreEqual(Arithmetic.Modulo(value, arguments[0]), Box.Of(0L)));
        Add("in", "seq", (value, arguments) => Iteration.Contains(arguments[0], value));
        Add("eq equalto ==", "other", (value, arguments) => Equality.AreEqual(value, arguments[0]));
        Add("ne !=", "other", (value, arguments) => !Equality.AreEqual(value, arguments[0]));
        Add("lt lessthan <", "other", (value, arguments) => Ordering.Less(value, arguments[0]));
        Add("le <=", "other", (value, arguments) => Ordering.LessOrEqual(value, arguments[0]));
        Add("gt greaterthan >", "other", (value, arguments) => Ordering.Greater(value, arguments[0]));
        Add("ge >=", "other", (value, arguments) => Ordering.GreaterOrEqual(value, arguments[0]));
        Add("filter", "", (value, arguments) => IsHashable(value) && value is string or Markup
            && arguments.Environment!.Filters.Contains(Text.Of(value)));
        Add("test", "", (value, arguments) => IsHashable(value) && value is string or Markup
            && arguments.Environment!.Tests.Contains(Text.Of(value)));
        return table;
    }

    private static bool IsHashable(object? value) =>
        value is JinjaList or JinjaDict or JinjaSet ? throw Fail.Unhashable(value) : true;

    private static bool IsSequence(object? value) => value switch
    {
        string or Markup or JinjaList or JinjaTuple or JinjaDict => true,
        Undefined { Kind: UndefinedKind.Strict } undefined => throw Undefineds.Used(undefined),
        Undefined => true,
        JinjaObject item => item.Length is not null && item is not DictView,
        _ => false,
    };

    private static bool IsIterable(object? value) =>
        value is Undefined { Kind: UndefinedKind.Strict } undefined ? throw Undefineds.Used(undefined) : Iteration.IsIterable(value);

    private static bool HasCase(object? value, string method) =>
        MethodTable.Find("", method)!(Text.Of(value), JinjaCall.Of([])) is true;

    private static bool IsSame(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (bool a, bool b) => a == b,
        (long a, long b) => a == b && a is >= -5 and <= 256,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        _ => ReferenceEquals(left, right),
    };
}
