using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>Evaluates the arguments of a call.</summary>
internal sealed class ArgumentPlan(
    Evaluator[] positional, string[] names, Evaluator[] keywords, Evaluator? rest, Evaluator? restKeywords)
{
    private static readonly KeyValuePair<string, object?>[] NoKeywords = [];

    // How the arguments fit the macro that was called here the last time: only a guess, which threads may share.
    private MacroFit? _lastFit;

    /// <summary>The one positional argument, where there is nothing else; null elsewhere.</summary>
    internal Evaluator? Only { get; } =
        positional is [var only] && names.Length == 0 && rest is null && restKeywords is null ? only : null;

    /// <summary>An activation of a macro that holds the arguments; null where finding their parameters takes more.</summary>
    internal Frame? TryActivate(Frame frame, JinjaMacro macro)
    {
        var fit = _lastFit;
        if (fit is null || !ReferenceEquals(fit.Plan, macro.Plan))
        {
            _lastFit = fit = MacroFit.Of(macro.Plan, positional.Length, names, hasRests: rest is not null || restKeywords is not null);
        }

        if (fit.KeywordSlots is not { } keywordSlots)
        {
            return null;
        }

        var activation = macro.NewFrame(frame.State);
        var (slots, places) = (activation.Slots, macro.Plan.Slots);
        for (var i = 0; i < places.Length; i++)
        {
            slots[places[i]] = i < positional.Length ? positional[i](frame) : Sentinel.Missing;
        }

        for (var i = 0; i < keywordSlots.Length; i++)
        {
            slots[keywordSlots[i]] = keywords[i](frame);
        }

        return activation;
    }

    /// <summary>The positional values behind <paramref name="reserved"/> empty places.</summary>
    internal object?[] Positional(Frame frame, int reserved = 0)
    {
        if (rest is null)
        {
            if (positional.Length + reserved == 0)
            {
                return [];
            }

            var values = new object?[positional.Length + reserved];
            for (var i = 0; i < positional.Length; i++)
            {
                values[i + reserved] = positional[i](frame);
            }

            return values;
        }

        var all = new List<object?>(new object?[reserved]);
        foreach (var evaluate in positional)
        {
            all.Add(evaluate(frame));
        }

        all.AddRange(Iteration.Over(rest(frame)));
        return [.. all];
    }

    internal KeyValuePair<string, object?>[] Keywords(Frame frame, object? caller = null)
    {
        if (names.Length == 0 && restKeywords is null && caller is null)
        {
            return NoKeywords;
        }

        var all = new List<KeyValuePair<string, object?>>(names.Length + 1);
        for (var i = 0; i < names.Length; i++)
        {
            all.Add(new(names[i], keywords[i](frame)));
        }

        if (caller is not null)
        {
            all.Add(new("caller", caller));
        }

        if (restKeywords is not null)
        {
            AddRest(all, restKeywords(frame));
        }

        return [.. all];
    }

    private static void AddRest(List<KeyValuePair<string, object?>> all, object? rest)
    {
        if (rest is not JinjaDict dict)
        {
            throw Undefineds.Check(rest, null)
                ?? Fail.Arguments($"the value behind `**` must be a dictionary, not `{TypeNames.Of(rest)}`");
        }

        foreach (var (key, value) in dict)
        {
            var name = key as string ?? (key as Markup)?.Text ?? throw Fail.Arguments("the keywords behind `**` must be text");
            if (all.Exists(item => string.Equals(item.Key, name, StringComparison.Ordinal)))
            {
                throw Fail.Arguments($"there are two values for the keyword argument `{name}`");
            }

            all.Add(new(name, value));
        }
    }
}
