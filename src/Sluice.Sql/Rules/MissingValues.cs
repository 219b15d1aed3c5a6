using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>
/// Counts the rows that lack a value. Rules of one gate that look at the same rows are counted in one query: to read the rows costs more than to count
/// once more. Used on the session's thread.
/// </summary>
/// <param name="gate">The rules of the gate.</param>
internal sealed class MissingValues(IEnumerable<RuleSettings> gate)
{
    private readonly Dictionary<(string From, string Condition), (double Rows, double Missing)> _counted = [];
    private readonly HashSet<string> _apart = new(StringComparer.Ordinal);

    /// <summary>How many rows a rule looks at, and how many of them lack a value in one of its columns.</summary>
    internal (double Rows, double Missing) Of(RuleWork work)
    {
        var (from, condition) = (RuleWork.From(work.Rule.Rows!), Condition(work.Rule));
        if (_counted.TryGetValue((from, condition), out var counted))
        {
            return counted;
        }

        var together = gate.Where(rule => rule.Kind == work.Rule.Kind && RuleWork.From(rule.Rows!) == from).Select(Condition).Distinct(StringComparer.Ordinal).ToArray();
        if (together.Length > 1 && _apart.Add(from))
        {
            try
            {
                Count(work, from, together);
                return _counted[(from, condition)];
            }
            catch (Exception error) when (Reason.Of(error) is not null)
            {
                // One of them is wrong: each says so for itself.
            }
        }

        Count(work, from, condition);
        return _counted[(from, condition)];
    }

    private void Count(RuleWork work, string from, params string[] conditions)
    {
        var row = work.Row($"select count(*), {string.Join(", ", conditions.Select(condition => $"count(*) filter (where {condition})"))} {from}");
        foreach (var (index, condition) in conditions.Index())
        {
            _counted[(from, condition)] = (Amount.Of(row[0]) ?? 0, Amount.Of(row[index + 1]) ?? 0);
        }
    }

    private static string Condition(RuleSettings rule) => string.Join(" or ", rule.Rows!.Columns.Select(column => $"({column}) is null"));
}
