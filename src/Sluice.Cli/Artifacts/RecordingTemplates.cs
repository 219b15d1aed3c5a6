using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Artifacts;

/// <summary>Templates whose compiled SQL is kept as files.</summary>
/// <param name="templates">The project's templates.</param>
/// <param name="files">Takes the SQL.</param>
internal sealed class RecordingTemplates(INodeTemplates templates, SqlFiles files) : INodeTemplates
{
    public CompiledSql Compile(SqlNode node, StepContext step, IRuntimeNames names, CancellationToken cancel)
    {
        var compiled = templates.Compile(node, step, names, cancel);
        files.WriteCompiled(node, step.Step.Partition, compiled);
        return compiled;
    }

    public CompiledSql Render(
        SqlNode node, SourceText template, StepContext step, IRuntimeNames names, IReadOnlyDictionary<string, object?>? extra, CancellationToken cancel)
    {
        var compiled = templates.Render(node, template, step, names, extra, cancel);
        if (node is OperationNode)
        {
            files.WriteCompiled(node, step.Step.Partition, compiled);
        }

        return compiled;
    }

    public CompiledSql CompileUnitTest(UnitTestNode test, Func<UnitTestInput, string> rows, StepContext step, IRuntimeNames names, CancellationToken cancel)
    {
        var compiled = templates.CompileUnitTest(test, rows, step, names, cancel);
        files.WriteCompiled(test, step.Step.Partition, compiled);
        return compiled;
    }

    public object? Call(
        SqlNode? node, string name, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named, StepContext? step,
        IRuntimeNames names, IReadOnlyDictionary<string, object?>? extra, CancellationToken cancel) =>
        templates.Call(node, name, positional, named, step, names, extra, cancel);

    public bool Defines(string macro) => templates.Defines(macro);

    public SqlNode? Find(string uniqueId) => templates.Find(uniqueId);

    public object? Describe(SqlNode node) => templates.Describe(node);
}
