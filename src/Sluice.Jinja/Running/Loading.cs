using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>Finds the templates that a template asks for.</summary>
internal static class Loading
{
    internal static Template Get(Frame frame, object? wanted, SourceSpan span)
    {
        try
        {
            return Find(frame, wanted) ?? throw NotFound(frame, wanted);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }
    }

    /// <summary>As <see cref="Get"/>; null where none exists.</summary>
    internal static Template? TryGet(Frame frame, object? wanted, SourceSpan span)
    {
        try
        {
            return Find(frame, wanted);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }
    }

    /// <summary>The module of a template that is imported without context: made once in a render.</summary>
    internal static JinjaModule Module(Frame frame, Template template, SourceSpan span)
    {
        if (frame.State.Modules.TryGetValue(template, out var known))
        {
            return known;
        }

        try
        {
            frame.State.Enter("imported from", null, frame.Source, span);
            var module = template.ToModule(DictionaryScope.Empty, frame.State);
            frame.State.Leave();
            frame.State.Modules[template] = module;
            return module;
        }
        catch (TemplateError error)
        {
            throw frame.Fail(error, span);
        }
    }

    private static Template? Find(Frame frame, object? wanted)
    {
        if (wanted is JinjaList or JinjaTuple)
        {
            return Iteration.Over(wanted).Select(each => Find(frame, each)).FirstOrDefault(found => found is not null);
        }

        return wanted switch
        {
            Template template => template,
            string or Markup => frame.Unit.Environment.TryGetTemplate(Text.Of(wanted)),
            Undefined undefined => throw Undefineds.Used(undefined),
            _ => throw Fail.Type($"a template's name is text, not `{TypeNames.Of(wanted)}`"),
        };
    }

    private static TemplateError NotFound(Frame frame, object? wanted)
    {
        var loader = frame.Unit.Environment.Options.Loader;
        if (wanted is JinjaList or JinjaTuple)
        {
            return Fail.TemplateNotFound($"none of the templates {Text.Repr(wanted)} exists");
        }

        var name = Text.Of(wanted);
        return Fail.TemplateNotFound(
            $"no template is named `{name}`",
            loader is null ? "templates are found only where JinjaOptions.Loader is set" : Nearest.Hint(name, loader.Names));
    }
}

/// <summary>Runs blocks, and gives templates <c>self</c> and <c>super</c>.</summary>
internal static class Blocks
{
    internal static Flow Run(
        List<BlockPlan> plans, int depth, Context context, RenderState state, Output output, SourceText source, SourceSpan span)
    {
        var plan = plans[depth];
        var frame = new Frame(plan.Function, null, context, state, plan.Unit);
        state.Enter("block", plan.Name, source, span);
        if (plan.Self is { } self)
        {
            frame.Slots[self.Slot] = new SelfObject(frame);
        }

        if (plan.Super is { } super)
        {
            frame.Slots[super.Slot] = BlockCall.Above(frame, plans, depth, plan.Name);
        }

        plan.Entry.Enter(frame);
        var flow = plan.Body(frame, output);
        state.Leave();
        return flow;
    }
}

/// <summary><c>self</c>: the blocks of the template.</summary>
internal sealed class SelfObject(Frame frame) : JinjaObject
{
    public override string TypeName => "TemplateReference";

    public override string Repr() => $"<TemplateReference {Text.Repr(frame.Unit.Name)}>";

    public override bool TryGetAttribute(string name, out object? value)
    {
        var found = frame.Context.Blocks.TryGetValue(name, out var plans);
        value = found ? new BlockCall(frame, plans!, 0) : null;
        return found;
    }

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return key is string name && TryGetAttribute(name, out value);
    }
}

/// <summary><c>super</c>, <c>super.super</c> or <c>self.name</c>: prints a block when it is called.</summary>
internal sealed class BlockCall(Frame frame, List<BlockPlan> plans, int depth) : JinjaCallable
{
    public override string Name => plans[depth].Name;

    public override string TypeName => "BlockReference";

    public override object? Invoke(JinjaCall call)
    {
        var output = frame.State.TakeOutput();
        try
        {
            _ = Blocks.Run(plans, depth, frame.Context, frame.State, output, call.Source, call.Span);
            var text = output.TakeText();
            return frame.Escapes ? new Markup(text) : text;
        }
        finally
        {
            frame.State.GiveBack(output);
        }
    }

    public override bool TryGetAttribute(string name, out object? value)
    {
        var isSuper = string.Equals(name, "super", StringComparison.Ordinal);
        value = isSuper ? Above(frame, plans, depth, Name) : null;
        return isSuper;
    }

    internal static object Above(Frame frame, List<BlockPlan> plans, int depth, string name) => depth + 1 < plans.Count
        ? new BlockCall(frame, plans, depth + 1)
        : new Undefined(
            "super", frame.Unit.Environment.Options.Undefined, $"there is no parent block called `{name}`");
}
