using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>A piece of a template that prints or does something.</summary>
internal abstract class Statement(SourceSpan span)
{
    internal SourceSpan Span { get; } = span;

    /// <summary>Tells the names that the statement reads and assigns in the scope that it stands in.</summary>
    internal abstract void Analyze(Symbols symbols);

    internal abstract Executor Compile(Scope scope);
}

/// <summary>Several statements in a row.</summary>
internal static class Body
{
    internal static void Analyze(ImmutableArray<Statement> statements, Symbols symbols)
    {
        foreach (var statement in statements)
        {
            statement.Analyze(symbols);
        }
    }

    internal static Executor Compile(ImmutableArray<Statement> statements, Scope scope)
    {
        var compiled = new List<Executor>(statements.Length);
        foreach (var statement in statements)
        {
            if (statement is OutputStatement output)
            {
                output.CompileInto(compiled, scope);
            }
            else
            {
                compiled.Add(statement.Compile(scope));
            }
        }

        return compiled.Count switch
        {
            0 => static (_, _) => Flow.Next,
            1 => compiled[0],
            _ => InRow([.. compiled]),
        };
    }

    private static Executor InRow(Executor[] executors) => (frame, output) =>
    {
        foreach (var execute in executors)
        {
            var flow = execute(frame, output);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    };
}
