using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Showing;
using Sluice.Sql.Artifacts;
using Sluice.Sql.DuckDb;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Documenting;

/// <summary>Writes what documents a project: catalog.json, manifest.json and the page.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
internal sealed class DocsGeneration(CommandCall call, ProjectSession session)
{
    /// <summary>False for <c>--no-compile</c>.</summary>
    internal bool Compiles { get; init; } = true;

    /// <summary>False for <c>--empty-catalog</c>.</summary>
    internal bool ReadsCatalog { get; init; } = true;

    /// <summary>True for <c>--static</c>.</summary>
    internal bool IsStatic { get; init; }

    internal async Task<int> RunAsync(SelectionSettings selection, CancellationToken cancellationToken)
    {
        session.Artifacts.AreThePoint = true;
        var nodes = selection.Select.IsEmpty && selection.Exclude.IsEmpty && selection.Selector is null
            ? session.Project.Nodes
            : session.Select(selection, []);
        if (Compiles && !await new Compilation(call, session, null).WriteAsync("generate", nodes, isSelected: !selection.Select.IsEmpty, cancellationToken))
        {
            return ExitCode.Failed;
        }

        IReadOnlyList<(SqlNode Node, CatalogTable Table)> tables = [];
        if (ReadsCatalog)
        {
            var adapter = await session.OpenDatabaseAsync(cancellationToken);
            tables = CatalogFile.Match(nodes, await DuckDbCatalog.ReadAsync(adapter, cancellationToken));
        }

        var run = session.Artifacts.Run;
        var catalog = Path.Combine(session.TargetFolder, "catalog.json");
        CatalogFile.Write(catalog, session.Project, run, tables);
        var page = Path.Combine(session.TargetFolder, "index.html");
        await DocsPage.WriteAsync(page, session.Project, run, tables, cancellationToken);
        if (IsStatic)
        {
            File.Copy(page, Path.Combine(session.TargetFolder, "static_index.html"), overwrite: true);
        }

        call.Talk.Info($"catalog   {catalog}");
        call.Talk.Info($"page      {page}");
        return ExitCode.Ok;
    }
}
