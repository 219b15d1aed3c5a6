using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja;

/// <summary>A parameter of a macro.</summary>
/// <param name="Name">The name.</param>
/// <param name="HasDefault">Whether the argument can be omitted.</param>
/// <param name="IsConstant">Whether the default is known without rendering.</param>
/// <param name="Default">The default where it is known.</param>
/// <param name="Span">The place of the name.</param>
public sealed record MacroParameter(string Name, bool HasDefault, bool IsConstant, object? Default, SourceSpan Span);

/// <summary>A macro of a template, found without rendering.</summary>
public sealed class MacroInfo
{
    private readonly MacroBody _body;
    private readonly JinjaEnvironment _environment;
    private MacroPlan? _plan;

    internal MacroInfo(
        JinjaEnvironment environment, SourceText source, string name, SourceSpan nameSpan, SourceSpan span, MacroBody body)
    {
        _environment = environment;
        _body = body;
        Source = source;
        Name = name;
        NameSpan = nameSpan;
        Span = span;
        Parameters = [.. body.Parameters.Select(ToPublic)];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public SourceText Source { get; }

    /// <summary>The place of the name.</summary>
    public SourceSpan NameSpan { get; }

    /// <summary>The place of the whole, from the tag to its end.</summary>
    public SourceSpan Span { get; }

    /// <summary>The parameters, in order.</summary>
    public ImmutableArray<MacroParameter> Parameters { get; }

    /// <summary>
    /// The macro as a function: names that it does not define itself are looked up in <paramref name="scope"/> each time
    /// that it is called. What else the template defines at its top level is not seen.
    /// </summary>
    public JinjaCallable Bind(IJinjaScope scope)
    {
        var plan = _plan ??= Compile();
        var escapes = _environment.Options.EscapesFor(Source.Path);
        return new JinjaMacro(plan, null, new Context(_environment, scope, new Escaping { IsOn = escapes }), escapes);
    }

    private static MacroParameter ToPublic(Parameter parameter)
    {
        object? value = null;
        var isConstant = parameter.Default?.TryConstant(out value) ?? false;
        return new MacroParameter(parameter.Name, parameter.Default is not null, isConstant, value, parameter.Span);
    }

    private MacroPlan Compile()
    {
        var unit = new Unit(_environment, Source, Source.Path);
        var root = new FunctionPlan(outer: null);
        return _body.Compile(new Scope(unit, new Symbols(root, parent: null)) { Escapes = unit.Escapes }, Name);
    }
}
