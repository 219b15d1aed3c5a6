using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a.name</c>: the attribute, else the element of that name.</summary>
internal sealed class AttributeExpression(Expression owner, string name, SourceSpan span) : Expression(span)
{
    internal Expression Owner { get; } = owner;

    internal string Name { get; } = name;

    internal override Evaluator Compile(Scope scope)
    {
        var reader = new AttributeReader(Name, Span);
        if (Owner is NameExpression variable && variable.TrySlot(scope, out var slot))
        {
            var ownerName = variable.Name;
            return frame => reader.Read(frame, frame.Read(slot, ownerName));
        }

        var evaluate = Owner.Compile(scope);
        return frame => reader.Read(frame, evaluate(frame));
    }

    internal override Func<Frame, bool> CompileCondition(Scope scope)
    {
        var reader = new AttributeReader(Name, Span);
        if (Owner is NameExpression variable && variable.TrySlot(scope, out var slot))
        {
            var ownerName = variable.Name;
            return frame => reader.Holds(frame, frame.Read(slot, ownerName));
        }

        var evaluate = Owner.Compile(scope);
        return frame => reader.Holds(frame, evaluate(frame));
    }
}
