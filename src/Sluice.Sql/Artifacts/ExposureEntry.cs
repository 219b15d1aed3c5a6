using System.Text.Json;
using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>Uses of the data outside of the project.</summary>
internal static class ExposureEntry
{
    internal static void Write(Utf8JsonWriter writer, ExposureNode exposure, NodeMembers members, ArtifactRun run)
    {
        NodeMembers.WriteIdentity(writer, exposure);
        writer.WriteString("type", exposure.Type);
        writer.WriteStartObject("owner");
        writer.Value("email", exposure.OwnerEmails.Length > 1 ? exposure.OwnerEmails : exposure.OwnerEmails.FirstOrDefault());
        writer.WriteString("name", exposure.Owner.Length > 0 ? exposure.Owner : null);
        writer.WriteEndObject();
        writer.WriteString("description", exposure.Description);
        writer.WriteString("label", exposure.Label.Length > 0 ? exposure.Label : null);
        writer.WriteString("maturity", exposure.Maturity);
        writer.Value("meta", exposure.Config["meta"] ?? new JinjaDict());
        writer.Strings("tags", exposure.Tags);
        ConfigMembers.Write(writer, exposure);
        writer.Value("unrendered_config", exposure.Config.Items);
        writer.WriteString("url", exposure.Url);
        members.WriteReads(writer, exposure);
        writer.WriteNumber("created_at", ArtifactJson.Seconds(run.StartedAt));
    }
}
