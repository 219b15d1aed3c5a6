using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% block name scoped required %} … {% endblock %}</c>.</summary>
internal sealed class BlockStatement(
    string name, bool isScoped, bool isRequired, ImmutableArray<Statement> body, bool usesSelf, bool usesSuper, SourceSpan span)
    : Statement(span)
{
    internal string Name { get; } = name;

    internal bool IsScoped { get; } = isScoped;

    internal override void Analyze(Symbols symbols)
    {
    }

    internal override Executor Compile(Scope scope)
    {
        if (scope.IsTopLevel && scope.Unit.HasKnownExtends)
        {
            return static (_, _) => Flow.Next;
        }

        var visible = IsScoped ? scope.Symbols.VisibleStores() : [];
        var checksParent = scope.IsTopLevel && scope.Unit.ExtendsSoFar > 0;
        var (name, span) = (Name, Span);
        return (frame, output) =>
        {
            if (checksParent && frame.Parent is not null)
            {
                return Flow.Next;
            }

            var plans = frame.Context.Blocks[name];
            if (isRequired && plans.Count <= 1)
            {
                throw frame.Fail(
                    Fail.Inheritance($"the required block `{name}` is not defined", "define it in the template that extends this one"),
                    span);
            }

            var context = IsScoped ? frame.Context.Derive(LocalScope.Of(frame, visible)) : frame.Context;
            try
            {
                return Blocks.Run(plans, 0, context, frame.State, output, frame.Source, span) == Flow.Return ? Flow.Return : Flow.Next;
            }
            catch (TemplateError error)
            {
                throw frame.Fail(error, span);
            }
        };
    }

    /// <summary>Compiles the body as a function of its own: it does not see the variables around the tag.</summary>
    internal void CompileInto(BlockPlan plan, Unit unit)
    {
        var function = new FunctionPlan(outer: null);
        var scope = new Scope(unit, new Symbols(function, parent: null)) { Escapes = unit.Escapes };
        plan.Function = function;
        plan.Unit = unit;
        plan.Self = usesSelf ? scope.Symbols.Declare("self") : null;
        plan.Super = usesSuper ? scope.Symbols.Declare("super") : null;
        Body.Analyze(body, scope.Symbols);
        plan.Body = Body.Compile(body, scope);
        plan.Entry = scope.Symbols.ToEntry();
    }
}
