using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>What a value is assigned to.</summary>
internal abstract class Target(SourceSpan span)
{
    internal SourceSpan Span { get; } = span;

    /// <summary>The names that are assigned.</summary>
    internal abstract IEnumerable<string> Names { get; }

    internal abstract void Store(Symbols symbols);

    internal abstract void Declare(Symbols symbols);

    internal abstract Assigner Compile(Scope scope);
}

/// <summary>A variable.</summary>
internal sealed class NameTarget(string name, SourceSpan span) : Target(span)
{
    internal override IEnumerable<string> Names => [name];

    internal override void Store(Symbols symbols) => symbols.Store(name);

    internal override void Declare(Symbols symbols) => symbols.Declare(name);

    internal override Assigner Compile(Scope scope)
    {
        var slot = scope.Symbols.Find(name)!.Slot;
        return (frame, value) => frame.Slots[slot] = value;
    }
}

/// <summary><c>a, b</c>: the value has exactly as many elements.</summary>
internal sealed class TupleTarget(ImmutableArray<Target> items, SourceSpan span) : Target(span)
{
    internal override IEnumerable<string> Names => items.SelectMany(item => item.Names);

    internal override void Store(Symbols symbols)
    {
        foreach (var item in items)
        {
            item.Store(symbols);
        }
    }

    internal override void Declare(Symbols symbols)
    {
        foreach (var item in items)
        {
            item.Declare(symbols);
        }
    }

    internal override Assigner Compile(Scope scope)
    {
        var assigners = new Assigner[items.Length];
        for (var i = 0; i < assigners.Length; i++)
        {
            assigners[i] = items[i].Compile(scope);
        }

        var span = Span;
        return (frame, value) =>
        {
            var elements = value is JinjaTuple tuple ? tuple.Items : Unpack(frame, value, assigners.Length, span);
            if (elements.Length != assigners.Length)
            {
                throw frame.Fail(WrongCount(elements.Length, assigners.Length), span);
            }

            for (var i = 0; i < assigners.Length; i++)
            {
                assigners[i](frame, elements[i]);
            }
        };
    }

    private static object?[] Unpack(Frame frame, object? value, int count, SourceSpan span)
    {
        try
        {
            return [.. Iteration.Over(value).Take(count + 1)];
        }
        catch (TemplateError error)
        {
            throw frame.Fail(
                error.Kind == JinjaErrorKind.Undefined
                    ? error : Fail.Type($"cannot unpack a value of type `{TypeNames.Of(value)}`, which has no elements"), span);
        }
    }

    private static TemplateError WrongCount(int found, int expected) => Fail.Value(found > expected
        ? $"too many values to unpack: expected {expected}"
        : $"not enough values to unpack: expected {expected}, found {found}");
}

/// <summary><c>ns.name</c>: an attribute of a namespace, or of an object of the host that allows it.</summary>
internal sealed class AttributeTarget(string owner, string attribute, SourceSpan span) : Target(span)
{
    private readonly NameExpression _owner = new(owner, span);

    internal override IEnumerable<string> Names => [];

    internal override void Store(Symbols symbols) => symbols.Load(owner);

    internal override void Declare(Symbols symbols) => symbols.Load(owner);

    internal override Assigner Compile(Scope scope)
    {
        var evaluate = _owner.Compile(scope);
        var span = Span;
        return (frame, value) =>
        {
            if (evaluate(frame) is not JinjaObject target || !target.TrySetAttribute(attribute, value))
            {
                throw frame.Fail(
                    new TemplateError(
                        JinjaErrorKind.Runtime, "SLUICE1022", $"cannot assign an attribute of `{owner}`, which is not a namespace",
                        $"make it with `{{% set {owner} = namespace() %}}`"), span);
            }
        };
    }
}
