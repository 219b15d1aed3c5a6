using System.Collections.Immutable;

namespace Sluice.Diagnostics;

/// <summary>Work could not go on because the user's project is wrong; carries every problem found until then.</summary>
public class DiagnosticException : Exception
{
    /// <summary>Creates the exception for one problem.</summary>
    public DiagnosticException(Diagnostic diagnostic, Exception? innerException = null)
        : this([diagnostic], innerException)
    {
    }

    /// <summary>Creates the exception for several problems, at least one.</summary>
    public DiagnosticException(ImmutableArray<Diagnostic> diagnostics, Exception? innerException = null)
        : base(string.Join('\n', diagnostics), innerException)
    {
        Diagnostics = diagnostics;
    }

    /// <summary>The problems, in the order in which they were found.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }
}
