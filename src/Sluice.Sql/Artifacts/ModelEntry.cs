using System.Text.Json;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>Models and snapshots.</summary>
internal static class ModelEntry
{
    internal static void Write(Utf8JsonWriter writer, ModelNode model, PrimaryKeys keys)
    {
        if (model.IsSnapshot)
        {
            return;
        }

        writer.WriteString("access", model.Config.GetString("access") ?? "protected");
        ColumnMembers.WriteConstraints(writer, model.Constraints, isModel: true);
        writer.WriteNull("version");
        writer.WriteNull("latest_version");
        writer.WriteNull("deprecation_date");
        writer.Strings("primary_key", keys.Of(model));
        writer.WriteNull("time_spine");
    }
}
