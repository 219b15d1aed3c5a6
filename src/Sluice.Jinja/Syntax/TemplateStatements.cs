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

/// <summary><c>{% include 'a' ignore missing with context %}</c>.</summary>
internal sealed class IncludeStatement(
    Expression template, bool ignoresMissing, bool withContext, string[] loads, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var evaluate = template.Compile(scope);
        var visible = withContext ? scope.Symbols.VisibleStores() : [];
        var span = Span;
        return (frame, output) =>
        {
            var wanted = evaluate(frame);
            var included = ignoresMissing ? Loading.TryGet(frame, wanted, span) : Loading.Get(frame, wanted, span);
            if (included is null)
            {
                return Flow.Next;
            }

            var start = output.Position;
            if (withContext)
            {
                Include(frame, output, included, LocalScope.Of(frame, visible), span);
            }
            else
            {
                output.Write(Loading.Module(frame, included, span).ToText());
            }

            output.Map?.Add(start, output.Position, frame.Source, span, isText: false);
            return Flow.Next;
        };
    }

    private static void Include(Frame frame, Output output, Template included, IJinjaScope names, SourceSpan span)
    {
        var map = output.Map;
        output.Map = null;
        try
        {
            frame.State.Enter("included from", null, frame.Source, span);
            _ = included.Run(names, frame.State, output);
        }
        catch (TemplateError error)
        {
            throw frame.Fail(error, span);
        }

        frame.State.Leave();
        output.Map = map;
    }
}

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

/// <summary><c>{% from 'a' import b, c as d %}</c>.</summary>
internal sealed class FromImportStatement(
    Expression template, ImmutableArray<(string Name, string Alias)> names, bool withContext, string[] loads, SourceSpan span)
    : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
        symbols.LoadAll(loads);
        foreach (var (_, alias) in names)
        {
            symbols.Store(alias);
        }
    }

    internal override Executor Compile(Scope scope)
    {
        var import = new Importing(template.Compile(scope), withContext ? scope.Symbols.VisibleStores() : null, Span);
        var slots = names.Select(name => scope.Symbols.Find(name.Alias)!.Slot).ToArray();
        var publish = Publishing.Of(scope, [.. names.Select(name => name.Alias)], isExported: false);
        return (frame, _) =>
        {
            var module = import.Load(frame);
            for (var i = 0; i < slots.Length; i++)
            {
                var name = names[i].Name;
                frame.Slots[slots[i]] = module.TryGetAttribute(name, out var value)
                    ? value
                    : new Undefined(
                        name, frame.Unit.Environment.Options.Undefined,
                        $"the template `{module.TemplateName}` does not export the requested name `{name}`");
            }

            publish?.Invoke(frame);
            return Flow.Next;
        };
    }
}

/// <summary>Makes the module of an <c>import</c>.</summary>
internal sealed class Importing(Evaluator template, Variable[]? visible, SourceSpan span)
{
    internal JinjaModule Load(Frame frame)
    {
        var imported = Loading.Get(frame, template(frame), span);
        if (visible is null)
        {
            return Loading.Module(frame, imported, span);
        }

        try
        {
            frame.State.Enter("imported from", null, frame.Source, span);
            var module = imported.ToModule(LocalScope.Of(frame, visible), frame.State);
            frame.State.Leave();
            return module;
        }
        catch (TemplateError error)
        {
            throw frame.Fail(error, span);
        }
    }
}

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
