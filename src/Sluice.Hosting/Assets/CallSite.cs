using Sluice.Diagnostics;

namespace Sluice.Hosting.Assets;

/// <summary>The place in a C# file where something was declared.</summary>
/// <param name="Source">The file; where it is not there at run time, as many empty lines as stand before the place.</param>
/// <param name="Span">The name in it, or the line.</param>
/// <param name="Path">The file's path below the project's folder, or its name alone where it lies outside.</param>
internal sealed record CallSite(SourceText Source, SourceSpan Span, string Path)
{
    internal static CallSite Of(string file, int line, string name, string folder)
    {
        var relative = System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/');
        var path = relative.StartsWith("..", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(relative) ? System.IO.Path.GetFileName(file) : relative;
        var source = new SourceText(path, Read(file) ?? new string('\n', Math.Max(0, line - 1)) + $"\"{name}\"");
        var start = source.OffsetOf(line, 1);
        // The call may go on over lines: its name is what is meant.
        var at = source.Text.IndexOf($"\"{name}\"", start, StringComparison.Ordinal);
        return at >= 0
            ? new CallSite(source, new SourceSpan(at + 1, at + 1 + name.Length), path)
            : new CallSite(source, new SourceSpan(start, start), path);
    }

    private static string? Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
