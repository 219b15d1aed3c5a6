using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% call(a) name(…) %} … {% endcall %}</c>: the body is a macro that the called one knows as <c>caller</c>.</summary>
internal sealed class CallBlockStatement(MacroBody body, CallExpression call, string[] loads, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var plan = body.Compile(scope, name: null);
        var invoke = call.CompileWithCaller(scope);
        var span = call.Span;
        return (frame, output) =>
        {
            var start = output.Position;
            var value = invoke(frame, new JinjaMacro(plan, frame, frame.Context, frame.Escapes));
            if (frame.Ends(value))
            {
                return Flow.Return;
            }

            try
            {
                output.Write(Text.Of(value));
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }

            output.Map?.Add(start, output.Position, frame.Source, span, isText: false);
            return Flow.Next;
        };
    }
}
