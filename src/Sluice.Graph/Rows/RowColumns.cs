using Sluice.Diagnostics;

namespace Sluice.Graph;

/// <summary>Matches the columns of a source with those of an element, all of both.</summary>
internal static class RowColumns
{
    /// <summary>For each column of the element, its place in the source.</summary>
    /// <exception cref="ArgumentException">The source lacks a column or has one too many.</exception>
    internal static int[] Match(GraphElement element, IReadOnlyList<string> source)
    {
        var places = new int[element.Columns.Count];
        var used = new HashSet<int>();
        for (var index = 0; index < places.Length; index++)
        {
            var name = element.Columns[index].Name;
            places[index] = Find(source, name);
            if (places[index] < 0)
            {
                var nearest = Nearest.To(name, source);
                throw new ArgumentException(
                    $"the rows of {element.Name} have no column '{name}'{(nearest is null ? $"; they have {string.Join(", ", source)}" : $"; is '{nearest}' meant?")}");
            }

            used.Add(places[index]);
        }

        var extra = source.Where((_, index) => !used.Contains(index)).ToList();
        return extra.Count == 0
            ? places
            : throw new ArgumentException($"the rows of {element.Name} have columns that the schema does not declare: {string.Join(", ", extra)}");
    }

    private static int Find(IReadOnlyList<string> source, string name)
    {
        for (var index = 0; index < source.Count; index++)
        {
            if (source[index].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }
}
