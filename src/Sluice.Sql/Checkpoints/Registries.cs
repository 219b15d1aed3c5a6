using System.Collections.Immutable;
using System.Globalization;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;
using Sluice.Sql.Project;

namespace Sluice.Sql.Checkpoints;

/// <summary>
/// Asks the registries of sluice.yml and keeps their rows as compressed JSON in files that are named after their content: the same rows are
/// kept once, however many checkpoints name them. Used on the session's thread.
/// </summary>
/// <param name="project">The project.</param>
/// <param name="adapter">Its database.</param>
/// <param name="folder">The folder of the files.</param>
/// <param name="time">The clock.</param>
internal sealed class Registries(SqlProject project, ISqlAdapter adapter, string folder, TimeProvider time)
{
    private readonly AnalysisNode _node = new()
    {
        UniqueId = $"sql_operation.{project.Name}.registries",
        Name = "registries",
        PackageName = project.Name,
        Path = "sluice.yml",
        OriginalFilePath = "sluice.yml",
        Source = project.Settings?.Source ?? new SourceText("sluice.yml", ""),
        Partitions = project.Settings?.Workflow?.ForEach is { } name ? project.Partitions.GetValueOrDefault(name) : null,
    };

    internal ImmutableArray<CheckpointRegistry> Read(ISqlSession session, StageScope scope, CancellationToken cancel)
    {
        var registries = project.Settings?.Registries ?? [];
        if (registries.IsEmpty)
        {
            return [];
        }

        if (!string.Equals(project.Target.Schema, "main", StringComparison.OrdinalIgnoreCase))
        {
            // A table's bare name means the one that the project builds. The setting stays with the session, which is not used again.
            session.Execute($"use {RelationName.Quote(adapter.Database)}.{RelationName.Quote(project.Target.Schema)}", cancel);
            session.CatalogMayHaveChanged();
        }

        return [.. registries.Select(registry => Read(session, registry, scope, cancel))];
    }

    private CheckpointRegistry Read(ISqlSession session, RegistrySettings registry, StageScope scope, CancellationToken cancel)
    {
        var step = new StepContext { Run = scope.Run, Step = new StepKey(new AssetKey(_node.UniqueId), scope.Partition) };
        var template = new SourceText($"sluice.yml, registry {registry.Name}", registry.Sql);
        var query = project.Templates.Render(_node, template, step, new RuntimeNames(adapter.Type, session, cancel), null, cancel);
        try
        {
            session.Execute($"create or replace temp table sluice_registry as {SqlText.Nested(query.Sql)}", cancel);
        }
        catch (DatabaseException error) when (error.Kind.StartsWith("Catalog", StringComparison.Ordinal))
        {
            // Its table is built by a later stage.
            return new CheckpointRegistry(registry.Name, 0, "", null, error.Detail.Split('\n')[0]);
        }
        catch (DatabaseException error)
        {
            throw new DiagnosticException(CheckpointErrors.WrongRegistry(registry, DatabaseErrors.Of(error, _node, [query])), error);
        }

        return Keep(session, registry.Name, cancel);
    }

    private CheckpointRegistry Keep(ISqlSession session, string name, CancellationToken cancel)
    {
        var table = new RelationName("temp", "main", "sluice_registry");
        var columns = session.GetColumns(table, cancel);
        var content = ContentHash.Of(session, $"{table}", columns.Select(column => SqlText.Quote(column.Name)), cancel);
        // The same hashes under other names are other rows.
        var hash = ContentHash.OfText(string.Create(
            CultureInfo.InvariantCulture, $"{content.Rows} {content.Hash} {string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}"))}"));
        var file = $"{hash}.json.zst";
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            var draft = $"{path}.{Guid.CreateVersion7(time.GetUtcNow()):N}";
            session.Execute($"copy {table} to {SqlText.Literal(draft)} (format json, array true, compression zstd)", cancel);
            File.Move(draft, path, overwrite: true);
        }
        else
        {
            // It is in use again: whoever tidies up must not think it old.
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        }

        session.Execute($"drop table {table}", cancel);
        return new CheckpointRegistry(name, content.Rows ?? 0, hash, file);
    }
}
