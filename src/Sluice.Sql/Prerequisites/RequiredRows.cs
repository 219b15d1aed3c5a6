using Sluice.Sql.Adapters;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Prerequisites;

/// <summary><c>row</c> and <c>not_empty</c>: a model has a row, one that fulfils a condition where there is one.</summary>
internal static class RequiredRows
{
    internal static PrerequisiteOutcome Look(CheckPlace place, ISqlSession session, PrerequisiteSettings prerequisite)
    {
        var rows = new RowsSettings(prerequisite.Target, [], prerequisite.Where);
        var count = Amount.Of(place.Query(session, $"select count(*) {RuleWork.From(rows)}", place.Partition).Scalar) ?? 0;
        var which = prerequisite.Where is { } where ? $" where {place.Render(session, where, place.Partition).Trim()}" : "";
        return new PrerequisiteOutcome(count > 0, $"expected a row of `{prerequisite.Target}`{which}, found {(count == 0 ? "none" : Amount.Text(count))}", count);
    }
}
