using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Jinja;

/// <summary>A template is wrong, or rendering it failed; carries the place and the way to it.</summary>
public sealed class JinjaException : DiagnosticException
{
    /// <summary>Creates the exception for one problem.</summary>
    public JinjaException(Diagnostic diagnostic, JinjaErrorKind kind, Exception? innerException = null)
        : base(diagnostic, innerException) => Kind = kind;

    /// <summary>Creates the exception for several problems, at least one.</summary>
    public JinjaException(
        ImmutableArray<Diagnostic> diagnostics, JinjaErrorKind kind, Exception? innerException = null)
        : base(diagnostics, innerException) => Kind = kind;

    /// <summary>What sort of mistake it is.</summary>
    public JinjaErrorKind Kind { get; }
}
