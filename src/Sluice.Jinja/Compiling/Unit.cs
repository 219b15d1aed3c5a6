using Sluice.Diagnostics;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Compiling;

/// <summary>The template that is being compiled, and what is known about its inheritance so far.</summary>
internal sealed class Unit(JinjaEnvironment environment, SourceText source, string? name)
{
    internal JinjaEnvironment Environment { get; } = environment;

    internal SourceText Source { get; } = source;

    internal string? Name { get; } = name;

    internal Dictionary<string, BlockPlan> Blocks { get; } = new(StringComparer.Ordinal);

    internal bool Escapes { get; } = environment.Options.EscapesFor(name);

    /// <summary>An <c>extends</c> at the root level was passed: nothing after it is printed.</summary>
    internal bool HasKnownExtends { get; set; }

    internal int ExtendsSoFar { get; set; }
}

/// <summary>A block of a template, ready to run.</summary>
internal sealed class BlockPlan(string name)
{
    internal string Name { get; } = name;

    internal Executor Body { get; set; } = null!;

    internal FunctionPlan Function { get; set; } = null!;

    internal ScopeEntry Entry { get; set; } = null!;

    internal Variable? Self { get; set; }

    internal Variable? Super { get; set; }

    internal Unit Unit { get; set; } = null!;
}
