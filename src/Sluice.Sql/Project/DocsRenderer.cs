using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Collects the docs blocks and renders descriptions, which may use <c>doc</c>, <c>var</c>, <c>env_var</c> and <c>target</c>.</summary>
internal sealed class DocsRenderer(ProjectContext context, JinjaDialect dialect, LoadedFile[] files, DiagnosticBag diagnostics)
{
    private readonly Dictionary<(string Package, string Name), string> _blocks = [];

    internal ImmutableDictionary<string, string> Render(IEnumerable<SqlNode> nodes)
    {
        foreach (var file in files)
        {
            foreach (var block in file.Template?.Blocks ?? [])
            {
                if (block.Tag == "docs")
                {
                    _blocks[(file.File.Package.Name, block.Name)] = block.BodyText.Trim();
                }
            }
        }

        foreach (var node in nodes)
        {
            var blocks = new List<string>();
            node.Description = Render(node, node.Description, blocks);
            node.DocsBlocks = [.. blocks];
            if (node.Columns.Any(column => YamlValues.HasJinja(column.Description)))
            {
                node.Columns = [.. node.Columns.Select(column => Rendered(node, column))];
            }
        }

        return _blocks.ToImmutableDictionary(pair => $"doc.{pair.Key.Package}.{pair.Key.Name}", pair => pair.Value, StringComparer.Ordinal);
    }

    private ColumnInfo Rendered(SqlNode node, ColumnInfo column)
    {
        var blocks = new List<string>();
        return column with { Description = Render(node, column.Description, blocks), DocsBlocks = [.. blocks] };
    }

    private string Render(SqlNode node, string description, List<string> blocks)
    {
        if (!YamlValues.HasJinja(description))
        {
            return description;
        }

        var scope = new YamlScope(dialect, context.Invocation, diagnostics).WithVariables(context.Variables, node.PackageName).WithTarget(context.Target)
            .With("doc", new JinjaFunction("doc", call => Doc(call, node.PackageName, blocks)));
        var source = node is ModelNode { PropertiesSource: { } properties } ? properties : node.Source;
        var at = Math.Max(0, source.Text.IndexOf(description, StringComparison.Ordinal));
        var place = new YamlScalar(description, description, isPlain: false, source, new SourceSpan(at, at + (source.Text.Length > 0 ? description.Length : 0)));
        return JinjaValue.ToText(scope.RenderText(description, place));
    }

    private string Doc(JinjaCall call, string package, List<string> blocks)
    {
        var args = call.Bind("doc", "first", "second?");
        var (owner, name) = args.Has(1) ? (args.Text(0), args.Text(1)) : (null, args.Text(0));
        IEnumerable<string> owners = owner is not null ? [owner] : [package, context.Root.Name, .. context.Packages];
        foreach (var candidate in owners)
        {
            if (_blocks.TryGetValue((candidate, name), out var text))
            {
                blocks.Add($"doc.{candidate}.{name}");
                return text;
            }
        }

        var unknown = NodeErrors.UnknownDocs(call.Source, call.Span, name, Nearest.To(name, _blocks.Keys.Select(key => key.Name)));
        throw call.Fail(unknown.Code, unknown.Message, unknown.Hint);
    }
}
