using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% set x = … %}</c>.</summary>
internal sealed class SetStatement(Target target, Expression value, string[] loads, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
        symbols.LoadAll(loads);
        target.Store(symbols);
    }

    internal override Executor Compile(Scope scope)
    {
        var evaluate = value.CompileTail(scope);
        var assign = target.Compile(scope);
        var publish = Publishing.Of(scope, [.. target.Names]);
        return (frame, _) =>
        {
            var result = evaluate(frame);
            if (frame.Ends(result))
            {
                return Flow.Return;
            }

            assign(frame, result);
            publish?.Invoke(frame);
            return Flow.Next;
        };
    }
}
