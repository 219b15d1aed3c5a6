using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Operations;

/// <summary>One attempt of one node: what it works with, and what was rendered for it until now.</summary>
internal sealed class NodeWork
{
    private readonly INodeTemplates _templates;
    private readonly RuntimeNames _names;
    private readonly List<CompiledSql> _rendered = [];

    internal NodeWork(
        SqlNode node, StepContext step, ISqlSession session, ISqlAdapter adapter, INodeTemplates templates, RunSettings settings, CancellationToken cancel)
    {
        Node = node;
        Step = step;
        Session = session;
        Adapter = adapter;
        Cancel = cancel;
        _templates = templates;
        FullRefresh = node.Config.GetBoolean("full_refresh") ?? (step.FullRefresh || settings.FullRefresh);
        Target = new RelationName(
            node.Relation?.Database ?? adapter.Database, node.Relation?.Schema ?? node.Schema, node.Relation?.Identifier ?? node.Alias);
        _names = new RuntimeNames(this);
    }

    internal SqlNode Node { get; }

    internal StepContext Step { get; }

    internal ISqlSession Session { get; }

    internal ISqlAdapter Adapter { get; }

    internal CancellationToken Cancel { get; }

    internal bool FullRefresh { get; }

    internal RelationName Target { get; }

    internal IRuntimeNames Names => _names;

    internal INodeTemplates Templates => _templates;

    /// <summary>What was rendered until now, for finding the place of an error.</summary>
    internal IReadOnlyList<CompiledSql> Rendered => _rendered;

    /// <summary>The statements that the node's template asked to stand before its own: <c>set_sql_header</c>.</summary>
    internal string SqlHeader => _names.SqlHeader ?? Node.Config.GetString("sql_header") ?? "";

    /// <summary>True where the relation exists as a table that is added to.</summary>
    internal bool IsIncremental =>
        !FullRefresh && Node is ModelNode { Materialized: "incremental" } && Session.GetRelation(Target) is { Kind: CatalogKind.Table };

    internal CompiledSql Compile()
    {
        var compiled = _templates.Compile(Node, Step, _names, Cancel);
        _rendered.Add(compiled);
        return compiled;
    }

    internal CompiledSql Render(SourceText template)
    {
        var compiled = _templates.Render(Node, template, Step, _names, extra: null, Cancel);
        _rendered.Add(compiled);
        return compiled;
    }

    /// <summary>Renders a text and runs the statements in it; nothing where it is blank.</summary>
    internal void Statements(SourceText template, IReadOnlyDictionary<string, object?>? extra)
    {
        CompiledSql compiled;
        try
        {
            compiled = _templates.Render(Node, template, Step, _names, extra, Cancel);
        }
        catch (DiagnosticException error) when (OffsetOf(template) is { } offset)
        {
            throw new DiagnosticException([.. error.Diagnostics.Select(diagnostic => Move(diagnostic, template, offset))], error);
        }

        if (string.IsNullOrWhiteSpace(compiled.Sql))
        {
            return;
        }

        _rendered.Add(compiled with { Sql = compiled.Sql.Trim(), Locate = place => Move(compiled.Locate(place + Start(compiled.Sql)), template) });
        Session.UserExecute(compiled.Sql.Trim(), Cancel);
    }

    private static int Start(string sql) => sql.Length - sql.AsSpan().TrimStart().Length;

    // A hook is text within the node's file where it stands there once, letter by letter; then its places are the file's.
    private int? OffsetOf(SourceText template)
    {
        var text = Node.Source.Text;
        var first = template.Text.Length == 0 ? -1 : text.IndexOf(template.Text, StringComparison.Ordinal);
        return first >= 0 && text.IndexOf(template.Text, first + 1, StringComparison.Ordinal) < 0 ? first : null;
    }

    private SqlPlace? Move(SqlPlace? place, SourceText template) =>
        place is not null && ReferenceEquals(place.Source, template) && OffsetOf(template) is { } offset
            ? place with { Source = Node.Source, Span = new SourceSpan(place.Span.Start + offset, place.Span.End + offset) }
            : place;

    private Diagnostic Move(Diagnostic diagnostic, SourceText template, int offset) => ReferenceEquals(diagnostic.Source, template)
        ? diagnostic with { Source = Node.Source, Span = new SourceSpan(diagnostic.Span.Start + offset, diagnostic.Span.End + offset) }
        : diagnostic;
}
