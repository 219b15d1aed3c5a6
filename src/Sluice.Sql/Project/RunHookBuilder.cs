using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Makes the nodes of <c>on-run-start</c> and <c>on-run-end</c>.</summary>
/// <param name="context">What all templates share.</param>
/// <param name="dialect">Compiles them.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class RunHookBuilder(ProjectContext context, JinjaDialect dialect, DiagnosticBag diagnostics)
{
    /// <summary>The entries of <c>on-run-start</c> and <c>on-run-end</c>.</summary>
    internal IEnumerable<BuiltNode> Build(IEnumerable<DbtProjectFile> packages)
    {
        foreach (var package in packages)
        {
            foreach (var (entries, when) in new[] { (package.OnRunStart, "on-run-start"), (package.OnRunEnd, "on-run-end") })
            {
                for (var i = 0; i < entries.Length; i++)
                {
                    yield return Build(package, entries[i], when, i);
                }
            }
        }
    }

    private BuiltNode Build(DbtProjectFile package, YamlScalar entry, string when, int index)
    {
        var name = $"{package.Name}-{when}-{index}";
        var node = new OperationNode
        {
            UniqueId = $"operation.{package.Name}.{name}",
            Name = name,
            PackageName = package.Name,
            Path = $"hooks/{name}.sql",
            OriginalFilePath = "./dbt_project.yml",
            Source = package.Source,
            Span = entry.Span,
            AtStart = when == "on-run-start",
            Index = index,
            Fqn = [package.Name, "hooks", name],
            Tags = [when],
            RawCode = entry.Text,
            Alias = name,
            Schema = context.Target.Schema,
            Database = context.Target.Database,
        };
        var capture = new ParseCapture();
        var own = new ParseCapture();
        var found = new DiagnosticBag();
        (var hookSource, node.LeadingBlanks) = HookSource(entry);
        // The blanked text has the places of the file, whose lines are shown.
        (SourceText, SourceSpan) Move(SourceText source, SourceSpan span) => (ReferenceEquals(source, hookSource) && hookSource.Text.Length > entry.Text.Length ? entry.Source : source, span);
        try
        {
            node.Template = dialect.Sql.Compile(hookSource);
            var scope = new NodeScope(context, node, package.Name, context.Builtins.AtParse)
            {
                Capture = own,
                Extra = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["results"] = new JinjaList(), ["schemas"] = new JinjaList(), ["database_schemas"] = new JinjaList(),
                },
            };
            node.Template.Render(scope);
        }
        catch (JinjaException error)
        {
            new TemplateReads(context, dialect, found).ReportRender(error, node, node.Template?.StaticCalls ?? [], own);
        }

        capture.Add(own, Move);
        diagnostics.AddRange(capture.Warnings);
        diagnostics.AddRange(found.ToSorted().Select(item => item with { Source = Move(item.Source, item.Span).Item1 }));
        return new BuiltNode(node, capture, null);
    }

    // The hook keeps its line and column where the file spells it as it is: everything before it is blanked out.
    private static (SourceText Source, int Blanks) HookSource(YamlScalar entry)
    {
        var at = entry.Source.Slice(entry.Span).IndexOf(entry.Text, StringComparison.Ordinal);
        if (at < 0)
        {
            return (new SourceText(entry.Source.Path, entry.Text), 0);
        }

        var before = entry.Source.Text.AsSpan(0, entry.Span.Start + at);
        var blanks = string.Create(before.Length, before.ToString(), (target, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                target[i] = text[i] == '\n' ? '\n' : ' ';
            }
        });
        var source = new SourceText(entry.Source.Path, blanks + entry.Text);
        return (source, TemplateReads.LeadingBlanks(source.Text) == 0 ? 0 : blanks.Length);
    }
}
