using Sluice.Diagnostics;
using Sluice.Jinja.Methods;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>Finds the attribute of one place in a template: at once in dictionaries and in <c>loop</c>, else as the value says.</summary>
internal sealed class AttributeReader
{
    private static readonly JinjaDict NoItems = new();

    private readonly string _name;
    private readonly SourceSpan _span;
    private readonly bool _isDictMethod;
    private readonly bool _isLoopMember;
    private readonly LoopMember _loopMember;

    // Where the name was found in the last dictionary: only a guess, which threads may share.
    private int _place;

    internal AttributeReader(string name, SourceSpan span)
    {
        _name = name;
        _span = span;
        _isLoopMember = LoopObject.TryMember(name, out _loopMember);
        _isDictMethod = MethodTable.Find(NoItems, name) is not null;
    }

    internal object? Read(Frame frame, object? owner)
    {
        if (owner is JinjaDict dict && !_isDictMethod && dict.TryGetText(_name, ref _place, out var item))
        {
            return item;
        }

        return owner is LoopObject loop && _isLoopMember ? loop.Get(_loopMember) : ReadAny(frame, owner);
    }

    internal bool Holds(Frame frame, object? owner)
    {
        if (owner is LoopObject loop && _isLoopMember && loop.TryHolds(_loopMember, out var holds))
        {
            return holds;
        }

        var value = Read(frame, owner);
        return value is bool truth ? truth : Condition.Holds(frame, value, _span);
    }

    private object? ReadAny(Frame frame, object? owner)
    {
        try
        {
            return Members.Attribute(owner, _name, frame.Unit.Environment.Options.Undefined);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, _span);
        }
    }
}
