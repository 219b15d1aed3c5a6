using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Adapters;

/// <summary>
/// What the database's side asks of the project while a node is at work: its SQL, its hooks, the project's macros. All members
/// are called on the session's thread and may call back into <see cref="IRuntimeNames"/>, which runs queries there.
/// </summary>
public interface INodeTemplates
{
    /// <summary>Renders a node's SQL for the step's partition, ephemeral parents injected; <c>execute</c> is true.</summary>
    /// <exception cref="DiagnosticException">The template is wrong.</exception>
    CompiledSql Compile(SqlNode node, StepContext step, IRuntimeNames names, CancellationToken cancel);

    /// <summary>Renders a text of the node, such as a hook, with the names that the node itself sees.</summary>
    /// <param name="node">Whose names are seen.</param>
    /// <param name="template">The text.</param>
    /// <param name="step">The step.</param>
    /// <param name="names">The database's side.</param>
    /// <param name="extra">Names that only this text sees, such as <c>results</c>; null for none.</param>
    /// <param name="cancel">Ends the rendering.</param>
    /// <exception cref="DiagnosticException">The template is wrong.</exception>
    CompiledSql Render(
        SqlNode node, SourceText template, StepContext step, IRuntimeNames names, IReadOnlyDictionary<string, object?>? extra, CancellationToken cancel);

    /// <summary>Renders the model of a unit test, with the rows that the test gives in the place of what it reads.</summary>
    /// <param name="test">The test.</param>
    /// <param name="rows">The query that yields the rows of an input.</param>
    /// <param name="step">The step.</param>
    /// <param name="names">The database's side.</param>
    /// <param name="cancel">Ends the rendering.</param>
    /// <exception cref="DiagnosticException">The template is wrong, or reads what the test gives no rows for.</exception>
    CompiledSql CompileUnitTest(UnitTestNode test, Func<UnitTestInput, string> rows, StepContext step, IRuntimeNames names, CancellationToken cancel);

    /// <summary>
    /// Calls a macro as the node would: first its own package's, then the project's, then others' and the built-in ones.
    /// </summary>
    /// <param name="node">Whose names are seen; null for a macro that runs on its own.</param>
    /// <param name="name">The macro, or <c>package.macro</c>; for a custom materialization <c>materialization_x_default</c>.</param>
    /// <param name="positional">Arguments.</param>
    /// <param name="named">Arguments by name.</param>
    /// <param name="step">The step; null for a macro that runs on its own.</param>
    /// <param name="names">The database's side.</param>
    /// <param name="extra">Names that only this call sees; null for none.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>What the macro returns, or its text.</returns>
    /// <exception cref="DiagnosticException">The macro is wrong, or an argument is.</exception>
    object? Call(
        SqlNode? node, string name, IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> named, StepContext? step,
        IRuntimeNames names, IReadOnlyDictionary<string, object?>? extra, CancellationToken cancel);

    /// <summary>Says whether the project or one of its packages defines a macro, built-in ones not counted.</summary>
    bool Defines(string macro);

    /// <summary>The node of a unique id; null where there is none.</summary>
    SqlNode? Find(string uniqueId);

    /// <summary>A node as templates see it: what <c>model</c> is while it runs, and <c>graph.nodes[id]</c>.</summary>
    object? Describe(SqlNode node);
}

/// <summary>SQL that a template rendered to, and where each piece of it comes from.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Locate">The user's place of an offset; null where it has none, as in a part that the engine wrote.</param>
public sealed record CompiledSql(string Sql, Func<int, SqlPlace?> Locate)
{
    /// <summary>The expressions of ephemeral models that were put in front, in their order.</summary>
    public ImmutableArray<CompiledExpression> Expressions { get; init; } = [];
}

/// <summary>An ephemeral model in the SQL of its reader.</summary>
/// <param name="UniqueId">The model.</param>
/// <param name="Sql">Its name and SQL, as they stand in the reader's.</param>
public sealed record CompiledExpression(string UniqueId, string Sql);

/// <summary>The place in a user's file that a piece of SQL comes from.</summary>
/// <param name="Source">The file.</param>
/// <param name="Span">The piece of it.</param>
/// <param name="Chain">The macros it came through, innermost first.</param>
public sealed record SqlPlace(SourceText Source, SourceSpan Span, ImmutableArray<DiagnosticFrame> Chain);
