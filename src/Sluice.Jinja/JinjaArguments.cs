using Sluice.Diagnostics;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>The arguments of a call by the place of their parameter.</summary>
public readonly struct JinjaArguments
{
    private static readonly object?[] NoArguments = [];
    private static readonly KeyValuePair<string, object?>[] NoKeywords = [];

    private readonly object?[] _values;
    private readonly JinjaCall? _call;
    private readonly SourceSpan _span;

    internal JinjaArguments(object?[] values, JinjaCall call)
    {
        _values = values;
        _call = call;
        Frame = call.Frame;
    }

    internal JinjaArguments(object?[] values, Frame frame, SourceSpan span)
    {
        _values = values;
        _span = span;
        Frame = frame;
    }

    /// <summary>The call that they were given in.</summary>
    public JinjaCall Call => _call ?? new JinjaCall(NoArguments, NoKeywords, Frame!.State, Frame, Frame.Source, _span);

    internal Frame? Frame { get; }

    internal RenderState? State => Frame?.State ?? _call?.State;

    internal JinjaEnvironment? Environment => State?.Environment;

    internal UndefinedKind UndefinedKind => Environment?.Options.Undefined ?? UndefinedKind.Lenient;

    /// <summary>Whether outputs are escaped where the call stands.</summary>
    internal bool Escapes => Frame?.Escapes ?? false;

    /// <summary>The value of a parameter; null (none) where it was omitted.</summary>
    public object? this[int index] => Has(index) ? _values[index] : null;

    /// <summary>Whether the argument was given.</summary>
    public bool Has(int index) => !ReferenceEquals(_values[index], Sentinel.Missing);

    /// <summary>The value of a parameter, or another where it was omitted.</summary>
    public object? Or(int index, object? fallback) => Has(index) ? _values[index] : fallback;

    /// <summary>The value as text, as <c>str()</c> makes it.</summary>
    public string Text(int index, string fallback = "") => Has(index) ? Values.Text.Of(_values[index]) : fallback;

    /// <summary>The value as a condition.</summary>
    public bool Flag(int index, bool fallback = false) => Has(index) ? Truth.Of(_values[index]) : fallback;

    /// <summary>The value as an integer of 64 bits.</summary>
    public long Integer(int index, long fallback = 0)
    {
        if (!Has(index))
        {
            return fallback;
        }

        var value = _values[index];
        return Numbers.TryLong(value, out var number)
            ? number
            : throw Undefineds.Check(value, null) ?? Fail.Type($"an integer is needed, not `{TypeNames.Of(value)}`");
    }
}
