using System.Globalization;
using System.Text.Json;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>Models and snapshots.</summary>
internal static class ModelEntry
{
    // dbt writes a moment, whatever the user writes.
    private static string? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) : text;

    internal static void Write(Utf8JsonWriter writer, ModelNode model, PrimaryKeys keys)
    {
        if (model.IsSnapshot)
        {
            return;
        }

        writer.WriteString("access", model.Config.GetString("access") ?? "protected");
        ColumnMembers.WriteConstraints(writer, model.Constraints, isModel: true);
        writer.Value("version", model.Version?.Value);
        writer.Value("latest_version", model.Version?.Latest);
        writer.WriteString("deprecation_date", Date(model.DeprecationDate));
        writer.Strings("primary_key", keys.Of(model));
        writer.WriteNull("time_spine");
    }
}
