using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Methods;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a.name(b)</c>: methods of values are called without making a bound method first.</summary>
internal sealed class MethodCall(AttributeExpression attribute, ArgumentPlan arguments, SourceSpan span)
{
    private static readonly JinjaList NoList = new();
    private static readonly JinjaDict NoDict = new();

    private readonly string _name = attribute.Name;
    private readonly MethodBody? _ofText = MethodTable.Find("", attribute.Name);
    private readonly MethodBody? _ofList = MethodTable.Find(NoList, attribute.Name);
    private readonly MethodBody? _ofDict = MethodTable.Find(NoDict, attribute.Name);

    internal Evaluator Compile(Scope scope)
    {
        var evaluate = attribute.Owner.Compile(scope);
        var nameSpan = attribute.Span;
        var only = arguments.Only;
        var ofText = only is null ? null : ShortMethods.OfText(_name);
        var ofList = only is null ? null : ShortMethods.OfList(_name);
        var ofDict = only is null ? null : ShortMethods.OfDict(_name);
        return frame =>
        {
            var owner = evaluate(frame);
            try
            {
                var shortMethod = owner is JinjaList ? ofList : owner is string ? ofText : owner is JinjaDict ? ofDict : null;
                if (shortMethod is null)
                {
                    return Invoke(frame, owner, args: null);
                }

                var argument = only!(frame);
                return shortMethod(owner!, argument, out var result) ? result : Invoke(frame, owner, [argument]);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, error is TemplateError { Kind: JinjaErrorKind.Undefined } ? nameSpan : span);
            }
        };
    }

    // Without `args` they are evaluated once the method was found, as Python does.
    private object? Invoke(Frame frame, object? owner, object?[]? args)
    {
        var method = owner switch
        {
            string => _ofText,
            JinjaList => _ofList,
            JinjaDict => _ofDict,
            JinjaObject => null,
            _ => MethodTable.Find(owner, _name),
        };
        if (method is not null)
        {
            return method(owner!, new JinjaCall(
                args ?? arguments.Positional(frame), arguments.Keywords(frame), frame.State, frame, frame.Source, span));
        }

        var callee = Members.Attribute(owner, _name, frame.Unit.Environment.Options.Undefined);
        return CallExpression.Invoke(frame, callee, args ?? arguments.Positional(frame), arguments.Keywords(frame), span);
    }
}
