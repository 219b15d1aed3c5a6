using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>A parameter of a macro.</summary>
internal sealed record Parameter(string Name, Expression? Default, SourceSpan Span);

/// <summary>Parameters and a body: what a macro, a call block and a block of a custom tag have in common.</summary>
internal sealed record MacroBody(
    ImmutableArray<Parameter> Parameters, string[] DefaultLoads, ImmutableArray<Statement> Statements,
    bool UsesCaller, bool UsesKwargs, bool UsesVarargs)
{
    internal bool HasExplicitCaller => Parameters.Any(parameter => parameter.Name == "caller");

    internal MacroPlan Compile(Scope scope, string? name)
    {
        var function = new FunctionPlan(scope.Function);
        scope.Function.HasClosures = true;
        // Text of a macro is never dropped, whatever the template around extends.
        var inner = scope.Inner(function, captures: true);
        foreach (var parameter in Parameters)
        {
            inner.Symbols.Declare(parameter.Name);
        }

        inner.Symbols.LoadAll(DefaultLoads);
        var caller = UsesCaller && !HasExplicitCaller ? inner.Symbols.Declare("caller") : null;
        var kwargs = UsesKwargs ? inner.Symbols.Declare("kwargs") : null;
        var varargs = UsesVarargs ? inner.Symbols.Declare("varargs") : null;
        Body.Analyze(Statements, inner.Symbols);
        var body = Body.Compile(Statements, inner);
        return new MacroPlan
        {
            Name = name,
            Function = function,
            Parameters = [.. Parameters.Select(parameter => parameter.Name)],
            Slots = [.. Parameters.Select(parameter => inner.Symbols.Find(parameter.Name)!.Slot)],
            Defaults = [.. Parameters.Select(parameter => parameter.Default?.Compile(inner))],
            Entry = inner.Symbols.ToEntry(),
            Body = body,
            Unit = scope.Unit,
            Caller = caller,
            Kwargs = kwargs,
            Varargs = varargs,
            HasExplicitCaller = HasExplicitCaller,
            TakesNamedOnly = caller is null && kwargs is null && varargs is null && !HasExplicitCaller
                && Parameters.Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal).Count() == Parameters.Length,
        };
    }
}

/// <summary><c>{% macro name(a, b=1) %} … {% endmacro %}</c>.</summary>
internal sealed class MacroStatement(string name, SourceSpan nameSpan, MacroBody body, SourceSpan span) : Statement(span)
{
    internal string Name { get; } = name;

    internal SourceSpan NameSpan { get; } = nameSpan;

    internal MacroBody MacroBody { get; } = body;

    internal override void Analyze(Symbols symbols) => symbols.Store(Name);

    internal override Executor Compile(Scope scope)
    {
        var slot = scope.Symbols.Find(Name)!.Slot;
        var plan = MacroBody.Compile(scope, Name);
        var publish = Publishing.Of(scope, [Name]);
        return (frame, _) =>
        {
            frame.Slots[slot] = new JinjaMacro(plan, frame, frame.Context, frame.Escapes);
            publish?.Invoke(frame);
            return Flow.Next;
        };
    }
}
