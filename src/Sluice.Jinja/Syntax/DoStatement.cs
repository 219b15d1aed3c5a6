using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% do … %}</c>: an expression whose value is dropped.</summary>
internal sealed class DoStatement(Expression expression, string[] loads, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var evaluate = expression.CompileTail(scope);
        return (frame, _) => frame.Ends(evaluate(frame)) ? Flow.Return : Flow.Next;
    }
}
