using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>How the arguments of one call fit the parameters of one macro.</summary>
/// <param name="Plan">The macro.</param>
/// <param name="KeywordSlots">Where each keyword argument goes; null where the arguments have to be matched at each call.</param>
internal sealed record MacroFit(MacroPlan Plan, int[]? KeywordSlots)
{
    internal static MacroFit Of(MacroPlan plan, int positional, string[] keywords, bool hasRests)
    {
        if (hasRests || !plan.TakesNamedOnly || positional > plan.Slots.Length)
        {
            return new MacroFit(plan, null);
        }

        var slots = new int[keywords.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            var place = Array.IndexOf(plan.Parameters, keywords[i]);
            if (place < positional || Array.IndexOf(keywords, keywords[i]) < i)
            {
                // An unknown name, or a second value for a parameter: the failure is told where arguments are matched.
                return new MacroFit(plan, null);
            }

            slots[i] = plan.Slots[place];
        }

        return new MacroFit(plan, slots);
    }
}
