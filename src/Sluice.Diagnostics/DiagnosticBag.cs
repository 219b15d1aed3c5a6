using System.Collections.Immutable;

namespace Sluice.Diagnostics;

/// <summary>Collects problems so that all of them are reported at once. Safe to fill from several threads.</summary>
public sealed class DiagnosticBag
{
    private readonly Lock _gate = new();
    private readonly List<Diagnostic> _items = [];

    /// <summary>True where at least one problem is an error.</summary>
    public bool HasErrors
    {
        get
        {
            lock (_gate)
            {
                return _items.Exists(item => item.Severity == Severity.Error);
            }
        }
    }

    /// <summary>Adds a problem.</summary>
    public void Add(Diagnostic diagnostic)
    {
        lock (_gate)
        {
            _items.Add(diagnostic);
        }
    }

    /// <summary>Adds several problems.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        lock (_gate)
        {
            _items.AddRange(diagnostics);
        }
    }

    /// <summary>The problems found until now, by file and place; the same problem is listed once.</summary>
    public ImmutableArray<Diagnostic> ToSorted()
    {
        lock (_gate)
        {
            return
            [
                .. _items.DistinctBy(item => item.ToString())
                    .OrderBy(item => item.Source.Path, StringComparer.Ordinal)
                    .ThenBy(item => item.Span.Start)
                    .ThenBy(item => item.Code, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Throws what was found where at least one problem is an error.</summary>
    /// <exception cref="DiagnosticException">There is at least one error.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors)
        {
            throw new DiagnosticException(ToSorted());
        }
    }
}
