using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Context;
using Sluice.Sql.Hooks;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Operations;

/// <summary>One attempt of one node: what it works with, and what was rendered for it until now.</summary>
internal sealed class NodeWork
{
    private readonly INodeTemplates _templates;
    private readonly SqlNode _query;
    private readonly RuntimeNames _names;
    private readonly Action<BatchReport>? _batchEnded;
    private readonly List<CompiledSql> _rendered = [];

    internal NodeWork(
        SqlNode node, SqlNode query, StepContext step, ISqlSession session, ISqlAdapter adapter, INodeTemplates templates, RunSettings settings, CancellationToken cancel)
    {
        Node = node;
        _query = query;
        Step = step;
        Session = session;
        Adapter = adapter;
        Cancel = cancel;
        _templates = templates;
        FullRefresh = node.Config.GetBoolean("full_refresh") ?? (step.FullRefresh || settings.FullRefresh);
        ExternalRoot = settings.ExternalRoot;
        EventTime = (settings.EventTimeStart, settings.EventTimeEnd);
        _batchEnded = settings.BatchEnded;
        Target = RelationName.Of(node, adapter.Database);
        _names = new RuntimeNames(this);
    }

    internal SqlNode Node { get; }

    internal StepContext Step { get; }

    internal ISqlSession Session { get; }

    internal ISqlAdapter Adapter { get; }

    internal CancellationToken Cancel { get; }

    internal bool FullRefresh { get; }

    /// <summary>The folder of the files of external models; null for the working directory.</summary>
    internal string? ExternalRoot { get; }

    /// <summary>From when to when the command line asks for batches; null for the model's own.</summary>
    internal (DateTime? Start, DateTime? End) EventTime { get; }

    /// <summary>Tells how a batch ended to whoever wants to know.</summary>
    internal void Ended(EventBatch batch, bool succeeded) => _batchEnded?.Invoke(new BatchReport(Node.UniqueId, batch.Start, batch.End, succeeded));

    /// <summary>The batch at work; null for a model that is not built in batches.</summary>
    internal EventBatch? Batch { get; set; }

    internal RelationName Target { get; }

    internal IRuntimeNames Names => _names;

    internal INodeTemplates Templates => _templates;

    /// <summary>What was rendered until now, for finding the place of an error.</summary>
    internal IReadOnlyList<CompiledSql> Rendered => _rendered;

    /// <summary>The statements that the node's template asked to stand before its own: <c>set_sql_header</c>.</summary>
    internal string SqlHeader => _names.SqlHeader ?? Node.Config.GetString("sql_header") ?? "";

    /// <summary>The queries of the keys whose rows the node's template makes again: <c>replaced_keys</c>.</summary>
    internal IReadOnlyList<string> ReplacedKeys => _names.ReplacedKeys;

    /// <summary>True where the relation exists as a table that is added to.</summary>
    internal bool IsIncremental =>
        (!FullRefresh || Batch is { IsFirst: false }) && Node is ModelNode { Materialized: "incremental" } && Session.GetRelation(Target) is { Kind: CatalogKind.Table };

    internal CompiledSql Compile()
    {
        var compiled = _templates.Compile(_query, Step, _names, Cancel);
        _rendered.Add(compiled);
        return compiled;
    }

    internal CompiledSql CompileUnitTest(UnitTestNode test, Func<UnitTestInput, string> rows)
    {
        var compiled = _templates.CompileUnitTest(test, rows, Step, _names, Cancel);
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
        var place = new HookPlace(Node, template);
        CompiledSql compiled;
        try
        {
            compiled = _templates.Render(Node, template, Step, _names, extra, Cancel);
        }
        catch (DiagnosticException error)
        {
            throw new DiagnosticException([.. error.Diagnostics.Select(place.Move)], error);
        }

        if (string.IsNullOrWhiteSpace(compiled.Sql))
        {
            return;
        }

        var start = Start(compiled.Sql);
        _rendered.Add(compiled with { Sql = compiled.Sql.Trim(), Locate = offset => Moved(place, compiled.Locate(offset + start)) });
        Session.UserExecute(compiled.Sql.Trim(), Cancel);
    }

    private static int Start(string sql) => sql.Length - sql.AsSpan().TrimStart().Length;

    private static SqlPlace? Moved(HookPlace hook, SqlPlace? place)
    {
        if (place is null)
        {
            return null;
        }

        var (source, span) = hook.Move(place.Source, place.Span);
        return place with { Source = source, Span = span };
    }
}
