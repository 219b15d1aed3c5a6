using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary>Filters that apply other filters and tests to each element: <c>map</c>, <c>select</c> and their kin.</summary>
internal static class Selecting
{
    internal static object? Map(object? value, JinjaArguments arguments)
    {
        if (value is not Undefined && !Truth.Of(value) && value is not (JinjaStream or null))
        {
            return new JinjaStream([]);
        }

        return value is null ? new JinjaStream([])
            : new JinjaStream(SequenceFilters.Counted(value, arguments).Select(Mapper(arguments)));
    }

    internal static object? Select(object? value, JinjaArguments arguments, bool keeps, bool byAttribute)
    {
        if (value is null || !Truth.Of(value))
        {
            return new JinjaStream([]);
        }

        var holds = Condition(arguments, byAttribute);
        return new JinjaStream(SequenceFilters.Counted(value, arguments).Where(item => holds(item) == keeps));
    }

    private static Func<object?, object?> Mapper(JinjaArguments arguments)
    {
        var (positional, keywords) = ((JinjaTuple)arguments[0]!, (JinjaDict)arguments[1]!);
        if (positional.Count == 0 && keywords.TryGetValue("attribute", out var attribute))
        {
            _ = keywords.TryGetValue("default", out var fallback);
            if (keywords.Keys.FirstOrDefault(key => key is not ("attribute" or "default")) is { } unknown)
            {
                throw Fail.Arguments($"`map` has no parameter `{unknown}`");
            }

            return new AttributePath(attribute, arguments, fallback: fallback).Get;
        }

        if (positional.Count == 0)
        {
            throw Fail.Arguments("`map` needs the name of a filter, or `attribute`");
        }

        var environment = arguments.Environment!;
        var name = Text.Of(positional[0]);
        var filter = environment.Filters.Find(name) ?? throw Fail.NoSuchFilter(name, environment.Filters.HintFor(name));
        return Applied(filter, positional.Items[1..], arguments.Call);
    }

    private static Func<object?, bool> Condition(JinjaArguments arguments, bool byAttribute)
    {
        var positional = (JinjaTuple)arguments[0]!;
        var offset = byAttribute ? 1 : 0;
        if (positional.Count < offset)
        {
            throw Fail.Arguments("the name of an attribute is missing");
        }

        var path = byAttribute ? new AttributePath(positional[0], arguments) : null;
        if (positional.Count == offset)
        {
            return item => Truth.Of(path is null ? item : path.Get(item));
        }

        var environment = arguments.Environment!;
        var name = Text.Of(positional[offset]);
        var test = environment.Tests.Find(name) ?? throw Fail.NoSuchTest(name, environment.Tests.HintFor(name));
        var apply = Applied(test, positional.Items[(offset + 1)..], arguments.Call);
        return item => Truth.Of(apply(path is null ? item : path.Get(item)));
    }

    private static Func<object?, object?> Applied(Routine routine, object?[] rest, JinjaCall call) => item =>
        routine.Invoke(JinjaCall.Internal(call, [item, .. rest], call.KwargArray));
}
