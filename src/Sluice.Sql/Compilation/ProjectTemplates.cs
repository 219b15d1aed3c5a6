using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Compilation;

/// <summary>Renders the nodes, hooks and macros of a project for its database's side.</summary>
internal sealed class ProjectTemplates(SqlProject project) : INodeTemplates
{
    private const string Keywords = "_dbt_generic_test_kwargs";
    private const string Body = "_sluice_snapshot_body";

    public CompiledSql Compile(SqlNode node, StepContext step, IRuntimeNames names, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Compile(node, step.Step.Partition, step.FullRefresh, names, cancel);
    }

    public CompiledSql Render(
        SqlNode node, SourceText template, StepContext step, IRuntimeNames names, IReadOnlyDictionary<string, object?>? extra, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(step);
        var reads = NewReads(node, step.Step.Partition);
        // An analysis has no hooks: what is rendered for it is a query.
        var scope = NewScope(node, node.PackageName, step.Step.Partition, step.FullRefresh, names, extra, reads, namesTables: node is not AnalysisNode);
        var rendered = RenderTemplate(project.Dialect.CompileShared(template), scope, cancel);
        var builder = new SqlBuilder();
        Inject(builder, rendered, reads, step.FullRefresh, names, cancel);
        return builder.ToCompiled();
    }

    public CompiledSql CompileUnitTest(
        UnitTestNode test, Func<UnitTestInput, string> rows, StepContext step, IRuntimeNames names, CancellationToken cancel)
    {
        var model = test.Model!;
        var unit = new UnitTestScope(test);
        // dbt puts the rows of the model's own table first.
        unit.This();
        var scope = new NodeScope(project.Context, model, model.PackageName, names)
        {
            Partition = PartitionOf(test, model),
            Ephemerals = new EphemeralReads(),
            UnitTest = unit,
        };
        var rendered = RenderNode(model, scope, cancel);
        var builder = new SqlBuilder();
        Inject(builder, rendered, unit.Reads.ConvertAll(input => (UnitTestScope.NameOf(input.Node!), new RenderedSql(rows(input), _ => null))));
        return builder.ToCompiled();
    }

    public object? Call(
        SqlNode? node, string name, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named, StepContext? step,
        IRuntimeNames names, IReadOnlyDictionary<string, object?>? extra, CancellationToken cancel)
    {
        var scope = NewScope(node, node?.PackageName ?? project.Name, step?.Step.Partition ?? default, step?.FullRefresh ?? false, names, extra, new EphemeralReads());
        var macro = scope.FindMacro(name)
            ?? throw new DiagnosticException(NodeErrors.UnknownMacro(new SourceText("(command line)", name), new SourceSpan(0, name.Length), name,
                Nearest.To(name, project.Macros.NamesFor(project.Name))) with { Severity = Severity.Error });
        return macro.Invoke(JinjaCall.Of(positional, named, cancel));
    }

    public bool Defines(string macro)
    {
        ArgumentNullException.ThrowIfNull(macro);
        return project.Context.Packages.Any(package => project.Macros.Find(package, macro) is not null);
    }

    public SqlNode? Find(string uniqueId) => project.Graph.Find(uniqueId);

    public object? Describe(SqlNode node) => NodeDictionary.Create(node, project.Context);

    /// <summary>The SQL of a node for one partition, ephemeral parents injected.</summary>
    internal CompiledSql Compile(SqlNode node, PartitionKey partition, bool fullRefresh, IRuntimeNames names, CancellationToken cancel)
    {
        var reads = NewReads(node, partition);
        var scope = NewScope(node, node.PackageName, partition, fullRefresh, names, null, reads);
        var rendered = RenderNode(node, scope, cancel);
        var builder = new SqlBuilder();
        Inject(builder, rendered, reads, fullRefresh, names, cancel);
        return builder.ToCompiled();
    }

    // The partition that the test's variables name, else the first.
    private static PartitionState? PartitionOf(UnitTestNode test, ModelNode model)
    {
        if (model.Partitions is not { } set)
        {
            return null;
        }

        var named = set.Variable is { } variable && test.Vars.TryGetValue(variable, out var value) ? new PartitionKey(JinjaValue.ToText(value)) : default;
        return new PartitionState(set, set.IndexOf(named) >= 0 ? named : set.Keys[0]);
    }

    // A gate's test without partitions sees those until the gate's, also through what is inlined.
    private static EphemeralReads NewReads(SqlNode node, PartitionKey partition) => new() { Until = node.Partitions is null ? partition : default };

    private PartitionState? UntilOf(PartitionKey partition) =>
        project.Settings?.Workflow?.ForEach is { } name && project.Partitions.GetValueOrDefault(name) is { } set && set.IndexOf(partition) >= 0
            ? new PartitionState(set, partition)
            : null;

    private NodeScope NewScope(
        SqlNode? node, string package, PartitionKey partition, bool fullRefresh, IRuntimeNames names,
        IReadOnlyDictionary<string, object?>? extra, EphemeralReads reads, bool namesTables = false) => new(project.Context, node, package, names)
    {
        Partition = node?.Partitions is { } set && !partition.IsNone ? new PartitionState(set, partition) : null,
        Until = node is { Partitions: null } && !partition.IsNone ? UntilOf(partition) : null,
        FullRefresh = fullRefresh,
        Extra = extra,
        Ephemerals = reads,
        NamesTables = namesTables || node is null,
    };

    private RenderedSql RenderNode(SqlNode node, NodeScope scope, CancellationToken cancel)
    {
        switch (node)
        {
            case TestNode { Generic: { } generic } test:
                return RenderTest(test, generic, scope, cancel);
            case ModelNode { SnapshotBody: { } body }:
                return RenderSnapshot(body, scope, cancel);
            case ModelNode { Code: not null, Relation: { } kept }:
                return new RenderedSql($"select * from {kept.Render()}", _ => null);
            case { Template: { } template }:
                return RenderTemplate(template, scope, cancel, node.LeadingBlanks);
            default:
                return new RenderedSql("", _ => null);
        }
    }

    private static RenderedSql RenderTemplate(Template template, NodeScope scope, CancellationToken cancel, int leadingBlanks = 0)
    {
        var map = new SourceMap();
        var text = template.Render(scope, new RenderOptions { CancellationToken = cancel, Map = map });
        return RenderedSql.Of(leadingBlanks > 0 ? text[leadingBlanks..] : text, map, leadingBlanks);
    }

    // The block is a template of its own, whose last line break is dropped.
    private RenderedSql RenderSnapshot(MacroInfo body, NodeScope scope, CancellationToken cancel)
    {
        var template = project.Dialect.CompileShared(new SourceText("(snapshot)", $"{{{{ {Body}() }}}}"));
        var inner = NewExtraScope(scope, scope.Node!, Body, body.Bind(scope));
        var map = new SourceMap();
        var text = template.Render(inner, new RenderOptions { CancellationToken = cancel, Map = map });
        return new RenderedSql(text.EndsWith('\n') ? text[..^1] : text, offset => map.Find(offset) is { Frames: [var first, .. var rest] }
            ? new SqlPlace(first.Source, first.Span, rest)
            : null);
    }

    // The place of a generic test's SQL is in its macro; the properties file is the end of the chain.
    private RenderedSql RenderTest(TestNode test, GenericTest generic, NodeScope scope, CancellationToken cancel)
    {
        var macro = generic.Namespace is null ? $"test_{generic.Name}" : $"{generic.Namespace}.test_{generic.Name}";
        if (scope.FindMacro(macro) is null)
        {
            throw new DiagnosticException(NodeErrors.UnknownTest(Severity.Error, test.Source, test.Span, generic, project.Context.Macros, project.Context.Packages));
        }

        var template = project.Dialect.CompileShared(new SourceText("(generic test)", $"{{{{ {macro}(**{Keywords}) }}}}"));
        var inner = NewTestScope(test, scope, TestArguments.Render(project.Dialect, scope, generic));
        var map = new SourceMap();
        var text = template.Render(inner, new RenderOptions { CancellationToken = cancel, Map = map });
        var attached = new DiagnosticFrame($"in test `{test.Name}`", test.Source, test.Span);
        return new RenderedSql(text, offset => map.Find(offset) is { Frames: [var first, .. var rest] }
            ? new SqlPlace(first.Source, first.Span, [.. rest, attached])
            : new SqlPlace(test.Source, test.Span, []));
    }

    private NodeScope NewTestScope(TestNode test, NodeScope scope, List<KeyValuePair<string, object?>> arguments) =>
        NewExtraScope(scope, test, Keywords, new JinjaDict(arguments));

    private NodeScope NewExtraScope(NodeScope scope, SqlNode node, string name, object? value) => new(project.Context, node, node.PackageName, scope.Runtime)
    {
        Partition = scope.Partition,
        Until = scope.Until,
        FullRefresh = scope.FullRefresh,
        Ephemerals = scope.Ephemerals,
        Extra = new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = value },
    };

    private void Inject(
        SqlBuilder builder, RenderedSql rendered, EphemeralReads reads, bool fullRefresh, IRuntimeNames names, CancellationToken cancel)
    {
        var expressions = new List<(EphemeralRead Read, RenderedSql Sql)>();
        Collect(reads, expressions, fullRefresh, names, cancel);
        Inject(builder, rendered, expressions.ConvertAll(expression => (expression.Read.Name, expression.Sql)));
        builder.Expressions = [.. expressions.Select(expression => new CompiledExpression(expression.Read.Model.UniqueId, $" {expression.Read.Name} as (\n{expression.Sql.Sql}\n)"))];
    }

    private static void Inject(SqlBuilder builder, RenderedSql rendered, List<(string Name, RenderedSql Sql)> expressions)
    {
        if (expressions.Count == 0)
        {
            builder.Append(rendered, 0, rendered.Sql.Length);
            return;
        }

        var (place, hasWith) = CteInjection.FindPlace(rendered.Sql);
        builder.Append(rendered, 0, place);
        builder.Append(hasWith ? "" : "with");
        for (var i = 0; i < expressions.Count; i++)
        {
            builder.Append($"{(i > 0 ? ", " : "")} {expressions[i].Name} as (\n");
            builder.Append(expressions[i].Sql, 0, expressions[i].Sql.Sql.Length);
            builder.Append("\n)");
        }

        builder.Append(hasWith ? ", " : " ");
        builder.Append(rendered, place, rendered.Sql.Length);
    }

    // Depth first, so that an expression stands behind those that it reads; each once.
    private void Collect(
        EphemeralReads reads, List<(EphemeralRead Read, RenderedSql Sql)> expressions, bool fullRefresh, IRuntimeNames names,
        CancellationToken cancel)
    {
        foreach (var read in reads.Items)
        {
            if (expressions.Exists(item => item.Read == read))
            {
                continue;
            }

            var inner = new EphemeralReads { Until = reads.Until };
            var partition = read.Model.Partitions is null ? reads.Until : read.Partition;
            var scope = NewScope(read.Model, read.Model.PackageName, partition, fullRefresh, names, null, inner);
            var sql = RenderNode(read.Model, scope, cancel);
            Collect(inner, expressions, fullRefresh, names, cancel);
            expressions.Add((read, sql));
        }
    }
}
