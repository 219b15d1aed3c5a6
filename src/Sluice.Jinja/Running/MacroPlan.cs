using Sluice.Jinja.Compiling;

namespace Sluice.Jinja.Running;

/// <summary>A macro, or the body of a call block, compiled.</summary>
internal sealed class MacroPlan
{
    internal required string? Name { get; init; }

    internal required FunctionPlan Function { get; init; }

    internal required string[] Parameters { get; init; }

    internal required int[] Slots { get; init; }

    internal required Evaluator?[] Defaults { get; init; }

    internal required ScopeEntry Entry { get; init; }

    internal required Executor Body { get; init; }

    internal required Unit Unit { get; init; }

    internal Variable? Caller { get; init; }

    internal Variable? Kwargs { get; init; }

    internal Variable? Varargs { get; init; }

    internal bool HasExplicitCaller { get; init; }

    /// <summary>Whether every argument belongs to a parameter of its own: no <c>caller</c>, <c>varargs</c> or <c>kwargs</c>.</summary>
    internal bool TakesNamedOnly { get; init; }
}
