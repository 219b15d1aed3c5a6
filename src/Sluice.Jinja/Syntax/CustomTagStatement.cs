using System.Collections.Immutable;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% name … %}</c> of the host.</summary>
internal sealed class CustomTagStatement(CustomBlock block, ImmutableArray<Statement> body) : Statement(block.Span)
{
    internal override void Analyze(Symbols symbols)
    {
    }

    internal override Executor Compile(Scope scope)
    {
        if (!block.Definition.PrintsBody || block.Definition.Body == CustomTagBody.None)
        {
            return static (_, _) => Flow.Next;
        }

        if (block.Definition.Body == CustomTagBody.Raw)
        {
            return (_, output) =>
            {
                output.Write(block.BodyText);
                return Flow.Next;
            };
        }

        var inner = scope.Inner();
        Body.Analyze(body, inner.Symbols);
        var execute = Body.Compile(body, inner);
        var entry = inner.Symbols.ToEntry();
        return (frame, output) =>
        {
            entry.Enter(frame);
            var flow = execute(frame, output);
            entry.Leave(frame);
            return flow;
        };
    }
}
