using Sluice.Diagnostics;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>One call of a function: its arguments, and the place in the template that it was written at.</summary>
public sealed class JinjaCall
{
    private static readonly KeyValuePair<string, object?>[] NoKeywords = [];
    private static readonly SourceText Nowhere = new("(host)", "");

    internal JinjaCall(
        object?[] args, KeyValuePair<string, object?>[] kwargs, RenderState? state, Frame? frame, SourceText source, SourceSpan span)
    {
        ArgArray = args;
        KwargArray = kwargs;
        State = state;
        Frame = frame;
        Source = source;
        Span = span;
    }

    /// <summary>The positional arguments.</summary>
    public IReadOnlyList<object?> Args => ArgArray;

    /// <summary>The keyword arguments, in the order of the call.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Kwargs => KwargArray;

    /// <summary>The template that the call is written in.</summary>
    public SourceText Source { get; }

    /// <summary>The place of the call in it.</summary>
    public SourceSpan Span { get; }

    /// <summary>The names that the template sees, without the variables of loops and macros.</summary>
    public IJinjaScope Scope => Frame?.Context ?? (IJinjaScope)DictionaryScope.Empty;

    /// <summary>Cancels the render.</summary>
    public CancellationToken CancellationToken => State?.CancellationToken ?? CancellationToken.None;

    internal object?[] ArgArray { get; }

    internal KeyValuePair<string, object?>[] KwargArray { get; }

    internal RenderState? State { get; }

    internal Frame? Frame { get; }

    internal JinjaEnvironment? Environment => State?.Environment;

    internal UndefinedKind UndefinedKind => State?.Environment.Options.Undefined ?? UndefinedKind.Lenient;

    /// <summary>A call that the host makes outside of any render.</summary>
    public static JinjaCall Of(
        IEnumerable<object?> args, IEnumerable<KeyValuePair<string, object?>>? kwargs = null,
        CancellationToken cancellationToken = default)
    {
        _ = cancellationToken.IsCancellationRequested ? throw new OperationCanceledException(cancellationToken) : 0;
        return new JinjaCall([.. args.Select(JinjaValue.From)], ToKeywords(kwargs), null, null, Nowhere, default);
    }

    /// <summary>Finds a keyword argument.</summary>
    public bool TryGetKeyword(string name, out object? value)
    {
        foreach (var (key, item) in KwargArray)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                value = item;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Matches the arguments with parameters as Python does, and fails with Python's messages where they do not fit.</summary>
    /// <param name="function">How messages name the function.</param>
    /// <param name="parameters">
    /// Their names in order: <c>name</c> is required, <c>name?</c> may be omitted, <c>*name</c> takes the other
    /// positional arguments, <c>**name</c> the other keywords.
    /// </param>
    public JinjaArguments Bind(string function, params ReadOnlySpan<string> parameters) =>
        new(Signature.Of(function, parameters).Bind(function, this, skip: 0), this);

    /// <summary>Calls a value from inside of this call, so that limits and the chain of an error go on.</summary>
    public object? Invoke(object? callee, IEnumerable<object?> args, IEnumerable<KeyValuePair<string, object?>>? kwargs = null)
    {
        var call = With(args, kwargs);
        return callee is JinjaObject item ? JinjaValue.From(item.Invoke(call)) : throw Values.Fail.NotCallable(callee);
    }

    /// <summary>The same call with other arguments, at the same place.</summary>
    public JinjaCall With(IEnumerable<object?> args, IEnumerable<KeyValuePair<string, object?>>? kwargs = null) =>
        new([.. args.Select(JinjaValue.From)], ToKeywords(kwargs), State, Frame, Source, Span);

    /// <summary>An error at the place of the call.</summary>
    public JinjaException Fail(string code, string message, string? hint = null, Exception? innerException = null) => new(
        new Diagnostic(code, Severity.Error, message, Source, Span, hint) { Chain = State?.Chain() ?? [] },
        JinjaErrorKind.Host, innerException);

    internal static JinjaCall Internal(JinjaCall from, object?[] args, KeyValuePair<string, object?>[]? kwargs = null) =>
        new(args, kwargs ?? NoKeywords, from.State, from.Frame, from.Source, from.Span);

    internal void CountIteration() => State?.CountIteration();

    private static KeyValuePair<string, object?>[] ToKeywords(IEnumerable<KeyValuePair<string, object?>>? kwargs) => kwargs is null
        ? NoKeywords
        : [.. kwargs.Select(pair => new KeyValuePair<string, object?>(pair.Key, JinjaValue.From(pair.Value)))];
}
