using System.Text.Json;
using Sluice.Sql.Context;
using Sluice.Sql.Project;

namespace Sluice.Sql.Artifacts;

/// <summary>The members of <c>metadata</c> that all artifacts have.</summary>
public static class ArtifactMetadata
{
    /// <summary>Writes the members; the object is begun and ended by the caller.</summary>
    /// <param name="writer">Takes them.</param>
    /// <param name="schema">The address of the artifact's published schema.</param>
    /// <param name="project">The project.</param>
    /// <param name="run">The command.</param>
    public static void Write(Utf8JsonWriter writer, string schema, SqlProject project, ArtifactRun run)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(run);
        writer.WriteString("dbt_schema_version", schema);
        writer.WriteString("dbt_version", ProjectContext.AnnouncedVersion);
        writer.WriteString("generated_at", ArtifactJson.Moment(run.GeneratedAt));
        writer.WriteString("invocation_id", project.InvocationId);
        writer.WriteString("invocation_started_at", ArtifactJson.Moment(run.StartedAt));
        writer.WriteStartObject("env");
        foreach (var (name, value) in run.Environment)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }
}
