using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>The columns that tell a model's rows apart, as far as constraints and tests say.</summary>
internal sealed class PrimaryKeys
{
    private readonly ILookup<string, TestNode> _tests;

    internal PrimaryKeys(IEnumerable<SqlNode> nodes) => _tests = nodes.OfType<TestNode>()
        .Where(test => test is { Generic.Name: "unique" or "not_null", AttachedNode: not null, ColumnName: not null })
        .ToLookup(test => test.AttachedNode!, StringComparer.Ordinal);

    internal IEnumerable<string> Of(ModelNode model)
    {
        if (model.Constraints.FirstOrDefault(constraint => constraint.Type == "primary_key") is { } constraint)
        {
            return constraint.Columns;
        }

        if (model.Columns.FirstOrDefault(column => column.Constraints.Any(item => item.Type == "primary_key")) is { } column)
        {
            return [column.Name];
        }

        var unique = Columns(model, "unique").ToList();
        var both = unique.Intersect(Columns(model, "not_null"), StringComparer.Ordinal).ToList();
        return both.Count > 0 ? both : unique;
    }

    private IEnumerable<string> Columns(ModelNode model, string test) =>
        _tests[model.UniqueId].Where(item => item.Generic!.Name == test).Select(item => item.ColumnName!).Distinct(StringComparer.Ordinal);
}
