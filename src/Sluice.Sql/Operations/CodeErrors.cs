using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Operations;

/// <summary>Why the code of an asset or check failed.</summary>
internal static class CodeErrors
{
    internal static Diagnostic Threw(SqlNode node, Exception error) => new(
        "SLUICE3130", Severity.Error, $"the code of `{node.Name}` threw {error.GetType().Name}: {error.Message}", node.Source, node.Span)
    {
        Chain = FramesOf(error),
    };

    // The calls in code whose source is known, innermost first; those of the runtime and of packages are left out.
    private static ImmutableArray<DiagnosticFrame> FramesOf(Exception error) =>
    [
        .. new StackTrace(error, fNeedFileInfo: true).GetFrames()
            .Where(frame => frame.GetFileName() is not null && frame.GetMethod()?.DeclaringType?.Namespace?.StartsWith("Sluice.", StringComparison.Ordinal) != true)
            .Take(3)
            .Select(frame => new DiagnosticFrame("thrown in", LineOf(frame.GetFileName()!, frame.GetFileLineNumber()), SpanOf(frame.GetFileLineNumber(), frame.GetFileColumnNumber()))),
    ];

    // Only the place is shown, so that the text need not be there.
    private static SourceText LineOf(string path, int line) =>
        new(Path.GetRelativePath(Environment.CurrentDirectory, path).Replace('\\', '/'), new string('\n', Math.Max(0, line - 1)) + new string(' ', 400));

    private static SourceSpan SpanOf(int line, int column)
    {
        var start = Math.Max(0, line - 1) + Math.Max(0, column - 1);
        return new SourceSpan(start, start);
    }
}
