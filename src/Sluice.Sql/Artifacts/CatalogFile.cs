using System.Text.Json;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Artifacts;

/// <summary>A table or view as the database describes it.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name, spelled as the database spells it.</param>
/// <param name="Type"><c>BASE TABLE</c> or <c>VIEW</c>.</param>
/// <param name="Comment">The comment that is kept in the database; null for none.</param>
/// <param name="Columns">The columns in their order.</param>
public sealed record CatalogTable(string Database, string Schema, string Name, string Type, string? Comment, IReadOnlyList<CatalogTableColumn> Columns);

/// <summary>A column as the database describes it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The database's type name.</param>
/// <param name="Comment">The comment that is kept in the database; null for none.</param>
public sealed record CatalogTableColumn(string Name, string Type, string? Comment);

/// <summary><c>target/catalog.json</c> in dbt's form v1: what the database has of a project, for the tools that read it.</summary>
public static class CatalogFile
{
    private const string Schema = "https://schemas.getdbt.com/dbt/catalog/v1.json";

    /// <summary>The tables by the id of the node that they are; a table that several nodes name is there for each.</summary>
    /// <param name="nodes">The nodes that are told of.</param>
    /// <param name="tables">What the database has.</param>
    public static IReadOnlyList<(SqlNode Node, CatalogTable Table)> Match(IEnumerable<SqlNode> nodes, IEnumerable<CatalogTable> tables)
    {
        var byName = tables.GroupBy(table => Key(table.Database, table.Schema, table.Name)).ToDictionary(group => group.Key, group => group.First());
        return [.. nodes
            .Where(node => node is SeedNode or SourceNode or ModelNode { IsEphemeral: false })
            .Select(node => (Node: node, Table: node.Relation is { External: null } relation
                ? byName.GetValueOrDefault(Key(relation.Database ?? node.Database, relation.Schema ?? node.Schema, relation.Identifier ?? node.Alias))
                : null))
            .Where(pair => pair.Table is not null)
            .Select(pair => (pair.Node, pair.Table!))
            .OrderBy(pair => pair.Node.UniqueId, StringComparer.Ordinal)];
    }

    /// <summary>Writes the file; a reader sees the one before or this one, never a piece.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, SqlProject project, ArtifactRun run, IReadOnlyList<(SqlNode Node, CatalogTable Table)> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArtifactJson.WriteFile(path, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata");
            ArtifactMetadata.Write(writer, Schema, project, run);
            writer.WriteEndObject();
            Write(writer, "nodes", tables.Where(pair => pair.Node is not SourceNode));
            Write(writer, "sources", tables.Where(pair => pair.Node is SourceNode));
            writer.WriteNull("errors");
            writer.WriteEndObject();
        });
    }

    private static (string, string, string) Key(string database, string schema, string name) =>
        (database.ToLowerInvariant(), schema.ToLowerInvariant(), name.ToLowerInvariant());

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<(SqlNode Node, CatalogTable Table)> tables)
    {
        writer.WriteStartObject(name);
        foreach (var (node, table) in tables)
        {
            writer.WriteStartObject(node.UniqueId);
            WriteMetadata(writer, table);
            writer.WriteStartObject("columns");
            for (var i = 0; i < table.Columns.Count; i++)
            {
                var column = table.Columns[i];
                writer.WriteStartObject(column.Name);
                writer.WriteString("type", column.Type);
                writer.WriteNumber("index", i + 1);
                writer.WriteString("name", column.Name);
                writer.WriteString("comment", column.Comment);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            WriteStatistics(writer);
            writer.WriteString("unique_id", node.UniqueId);
            writer.WriteEndObject();
            writer.FlushIfFull();
        }

        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, CatalogTable table)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("type", table.Type);
        writer.WriteString("schema", table.Schema);
        writer.WriteString("name", table.Name);
        writer.WriteString("database", table.Database);
        writer.WriteString("comment", table.Comment);
        writer.WriteNull("owner");
        writer.WriteEndObject();
    }

    // dbt says so where the database keeps no figures on its tables.
    private static void WriteStatistics(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("stats");
        writer.WriteStartObject("has_stats");
        writer.WriteString("id", "has_stats");
        writer.WriteString("label", "Has Stats?");
        writer.WriteBoolean("value", false);
        writer.WriteBoolean("include", false);
        writer.WriteString("description", "Indicates whether there are statistics for this table");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
