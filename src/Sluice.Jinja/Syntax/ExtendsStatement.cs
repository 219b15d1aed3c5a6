using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% extends 'base' %}</c>.</summary>
internal sealed class ExtendsStatement(Expression template, string[] loads, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var evaluate = template.Compile(scope);
        var span = Span;
        if (scope.IsRootLevel)
        {
            scope.Unit.HasKnownExtends = true;
        }

        scope.Unit.ExtendsSoFar++;
        return (frame, _) =>
        {
            if (frame.Parent is not null)
            {
                throw frame.Fail(Fail.Inheritance("a template can extend only one other"), span);
            }

            var parent = Loading.Get(frame, evaluate(frame), span);
            frame.Parent = parent;
            frame.Context.AddBlocks(parent.Compiled.Blocks);
            return Flow.Next;
        };
    }
}
