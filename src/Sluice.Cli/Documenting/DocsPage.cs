using System.Reflection;
using System.Text;
using System.Text.Json;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Cli.Documenting;

/// <summary>The documentation of a project as one file: page, style, script and data. It needs no network and no server.</summary>
internal static class DocsPage
{
    private static readonly string[] Scripts = ["text.js", "model.js", "graph.js", "node.js", "search.js", "main.js"];

    internal static async Task WriteAsync(
        string path, SqlProject project, ArtifactRun run, IReadOnlyList<(SqlNode Node, CatalogTable Table)> tables, CancellationToken cancellationToken)
    {
        var page = Read("page.html")
            .Replace("{{title}}", project.Name, StringComparison.Ordinal) // a project's name is letters, digits and underscores
            .Replace("{{style}}", Read("style.css"), StringComparison.Ordinal)
            .Replace("{{script}}", string.Concat(Scripts.Select(Read)), StringComparison.Ordinal);
        var parts = page.Split("{{data}}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = File.Create(path);
        await file.WriteAsync(Encoding.UTF8.GetBytes(parts[0]), cancellationToken);
        await using (var writer = new Utf8JsonWriter(file))
        {
            // The default encoder escapes `<`, so that no text of a project can end the script.
            DocsData.Write(writer, project, run, tables);
        }

        await file.WriteAsync(Encoding.UTF8.GetBytes(parts[1]), cancellationToken);
    }

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Site/{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
