using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% break %}</c> and <c>{% continue %}</c>.</summary>
internal sealed class JumpStatement(Flow flow, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
    }

    internal override Executor Compile(Scope scope) => flow == Flow.Break
        ? static (_, _) => Flow.Break
        : static (_, _) => Flow.Continue;
}
