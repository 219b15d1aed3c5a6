using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Sql.Selection;

/// <summary>Turns the arguments of <c>--select</c> and <c>--exclude</c> into a tree: words are a union, commas an intersection.</summary>
internal static class SelectionParser
{
    internal static SelectionTree Parse(ImmutableArray<string> arguments, DiagnosticBag diagnostics)
    {
        var words = arguments.SelectMany(argument => argument.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).ToList();
        return new SelectionTree.Union(
            string.Join(' ', arguments), [.. words.Select(word => ParseWord(word, diagnostics)).OfType<SelectionTree>()], MustMatch: words.Count == 0);
    }

    internal static SelectionTree? ParseWord(string word, DiagnosticBag diagnostics)
    {
        var parts = word.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => ParseTerm(part, diagnostics)).ToImmutableArray();
        return parts.Any(part => part is null) ? null : new SelectionTree.Intersection(word, [.. parts.OfType<SelectionTree>()], MustMatch: true);
    }

    private static SelectionTree? ParseTerm(string term, DiagnosticBag diagnostics)
    {
        if (Criterion.Parse(term) is { } criterion)
        {
            return new SelectionTree.Term(criterion);
        }

        diagnostics.Add(SelectionErrors.Malformed(term));
        return null;
    }
}
