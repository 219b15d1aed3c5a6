using System.Text.Json;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.State;

/// <summary>What readers of a model relied on by its contract and can no longer: an error for a versioned model, a warning for any other.</summary>
internal static class ContractChanges
{
    // dbt: constraints bind where the table is created with them.
    private static readonly string[] WithConstraints = ["table", "incremental"];

    /// <summary>The promises that models of the earlier state made and that the project breaks.</summary>
    internal static IEnumerable<Diagnostic> Find(SqlProject project, EarlierState earlier)
    {
        var models = project.Nodes.OfType<ModelNode>().Where(node => !node.IsSnapshot).ToDictionary(node => node.UniqueId, StringComparer.Ordinal);
        foreach (var (id, before) in earlier.Manifest!.Nodes.Where(pair => pair.Value.HasContract && pair.Value.Text("resource_type") == "model").OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (models.GetValueOrDefault(id) is not { } now)
            {
                var isDisabled = project.Disabled.Any(node => node.UniqueId == id);
                yield return StateErrors.ContractedModelGone(id, isDisabled, before.HasVersion, earlier.Folder);
            }
            else if (Of(now, before) is { Count: > 0 } changes)
            {
                yield return StateErrors.ContractBroken(now, changes);
            }
        }
    }

    private static List<string> Of(ModelNode now, EarlierNode before)
    {
        if (!now.HasContract)
        {
            return ["the contract is no longer enforced"];
        }

        var columns = now.Columns.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        var changes = new List<string>();
        var bound = WithConstraints.Contains(before.Materialized, StringComparer.Ordinal);
        foreach (var (name, column) in before.Columns)
        {
            if (!columns.TryGetValue(name, out var found))
            {
                changes.Add($"the column `{name}` is gone");
                continue;
            }

            var type = JsonText.Of(column, "data_type") ?? "";
            if (!string.Equals(type, found.DataType ?? "", StringComparison.OrdinalIgnoreCase))
            {
                changes.Add($"`{name}` was `{type}` and is `{found.DataType}`");
            }

            if (bound)
            {
                changes.AddRange(Lost(column, found.Constraints).Select(constraint => $"`{name}` has lost `{constraint}`"));
            }
        }

        if (bound)
        {
            changes.AddRange(Lost(before.Json, now.Constraints).Select(constraint => $"the model has lost `{constraint}`"));
            if (!WithConstraints.Contains(now.Materialized, StringComparer.Ordinal))
            {
                changes.Add($"it was a {before.Materialized} and is a {now.Materialized}");
            }
        }

        return changes;
    }

    private static IEnumerable<string> Lost(JsonElement before, IEnumerable<ConstraintInfo> now)
    {
        var kept = now.Select(constraint => Text(constraint.Type, constraint.Expression, constraint.Columns)).ToHashSet(StringComparer.Ordinal);
        return before.TryGetProperty("constraints", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(item => Text(JsonText.Of(item, "type") ?? "", JsonText.Of(item, "expression"), JsonText.Items(item, "columns"))).Where(text => !kept.Contains(text)).ToList()
            : [];
    }

    private static string Text(string type, string? expression, IEnumerable<string> columns) =>
        string.Join(' ', new[] { type, expression ?? "", string.Join(", ", columns) }.Where(part => part.Length > 0));
}
