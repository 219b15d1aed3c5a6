using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% import 'a' as b %}</c>.</summary>
internal sealed class ImportStatement(
    Expression template, string target, bool withContext, string[] loads, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
        symbols.LoadAll(loads);
        symbols.Store(target);
    }

    internal override Executor Compile(Scope scope)
    {
        var import = new Importing(template.Compile(scope), withContext ? scope.Symbols.VisibleStores() : null, Span);
        var slot = scope.Symbols.Find(target)!.Slot;
        var publish = Publishing.Of(scope, [target], isExported: false);
        return (frame, _) =>
        {
            frame.Slots[slot] = import.Load(frame);
            publish?.Invoke(frame);
            return Flow.Next;
        };
    }
}
