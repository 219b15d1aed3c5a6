using Sluice.Jinja;

namespace Sluice.Conformance.Jinja;

/// <summary>What every environment of the recorder has of its own: functions, a filter, a test, globals.</summary>
internal static class HostFunctions
{
    /// <summary>The functions that a context can name.</summary>
    internal static IReadOnlyDictionary<string, JinjaFunction> ByName { get; } = new[]
    {
        new JinjaFunction("echo", Echo),
        new JinjaFunction("fail", call => throw new InvalidOperationException(call.Bind("fail", "message?").Text(0, "boom"))),
        new JinjaFunction("identity", call => call.Bind("identity", "x")[0]),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    internal static void AddTo(JinjaEnvironment environment)
    {
        environment.Filters.Set("shout", Shout);
        environment.Tests.Set("longer_than", LongerThan);
        environment.Globals.Set("answer", 42L);
        environment.Globals.Set("echo", ByName["echo"]);
    }

    /// <summary>What it was called with.</summary>
    private static string Echo(JinjaCall call)
    {
        var kwargs = new JinjaDict();
        foreach (var (name, value) in call.Kwargs)
        {
            kwargs[name] = value;
        }

        return $"args={JinjaValue.Repr(new JinjaTuple(call.Args))} kwargs={JinjaValue.Repr(kwargs)}";
    }

    private static string Shout(JinjaCall call)
    {
        var arguments = call.Bind("shout", "text", "times?", "mark?");
        var marks = Enumerable.Repeat(arguments.Text(2, "!"), (int)arguments.Integer(1, 1));
        return arguments.Text(0).ToUpperInvariant() + string.Concat(marks);
    }

    private static object LongerThan(JinjaCall call)
    {
        var arguments = call.Bind("longer_than", "text", "length?");
        return JinjaValue.TryLength(arguments[0]) > arguments.Integer(1, 3);
    }
}
