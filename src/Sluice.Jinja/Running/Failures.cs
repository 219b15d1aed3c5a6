using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>Gives failures of operations and of the host their place and the chain of open calls.</summary>
internal static class Failures
{
    /// <summary>Whether an exception still needs a place: not what the engine throws with one, nor a cancellation.</summary>
    internal static bool NeedsPlace(Exception error) =>
        error is not (JinjaException or OperationCanceledException or ReturnSignal);

    internal static JinjaException Place(Exception error, RenderState state, SourceText source, SourceSpan span)
    {
        switch (error)
        {
            case TemplateError known:
                var diagnostic = new Diagnostic(known.Code, Severity.Error, known.Message, source, span, known.Hint)
                {
                    Chain = state.Chain(),
                };
                return new JinjaException(diagnostic, known.Kind, known.InnerException);
            case DiagnosticException host:
                return new JinjaException(WithChain(host.Diagnostics, state, source, span), JinjaErrorKind.Host, host);
            default:
                return new JinjaException(
                    new Diagnostic(
                        "SLUICE1050", Severity.Error, $"a function of the host failed: {error.Message}", source, span)
                    {
                        Chain = state.Chain(),
                    },
                    JinjaErrorKind.Host,
                    error);
        }
    }

    internal static ImmutableArray<Diagnostic> WithChain(
        ImmutableArray<Diagnostic> diagnostics, RenderState state, SourceText source, SourceSpan span)
    {
        var chain = state.Chain();
        return
        [
            .. diagnostics.Select(item => item with
            {
                Chain = ReferenceEquals(item.Source, source) && item.Span == span
                    ? [.. item.Chain, .. chain]
                    : [.. item.Chain, new DiagnosticFrame("called from", source, span), .. chain],
            }),
        ];
    }
}

/// <summary>Carries a <see cref="MacroReturn"/> out of the middle of an expression. Where the call is the whole expression, none is thrown.</summary>
internal sealed class ReturnSignal(object? value) : Exception
{
    internal object? Value { get; } = value;
}
