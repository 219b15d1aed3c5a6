using System.Text.Json;
using Sluice.Diagnostics;

namespace Sluice.Cli.Talking;

/// <summary>Diagnostics on a terminal and as JSON members.</summary>
internal static class DiagnosticText
{
    /// <summary>The diagnostic's own text, with its head, its caret and its hint painted.</summary>
    internal static string Painted(Diagnostic diagnostic, Paint paint)
    {
        var text = diagnostic.ToString();
        if (!paint.IsOn)
        {
            return text;
        }

        var word = diagnostic.Severity == Severity.Error ? "error " : "warning ";
        var lines = text.Split('\n');
        var code = word + diagnostic.Code;
        var head = diagnostic.Severity == Severity.Error ? paint.Red(code) : paint.Yellow(code);
        lines[0] = lines[0].Replace(code, head, StringComparison.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            var caret = lines[i].IndexOf('^', StringComparison.Ordinal);
            if (caret >= 0 && lines[i][caret..].All(character => character == '^'))
            {
                lines[i] = lines[i][..caret] + paint.Red(lines[i][caret..]);
            }
            else if (lines[i].StartsWith("  hint: ", StringComparison.Ordinal))
            {
                lines[i] = "  " + paint.Blue("hint:") + lines[i][7..];
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>dbt's name for what a diagnostic tells.</summary>
    internal static LogEvent EventOf(Diagnostic diagnostic) => (diagnostic.Severity, diagnostic.Code) switch
    {
        (Severity.Error, _) => LogEvent.MainEncounteredError,
        (_, "SLUICE2030") => LogEvent.UnusedResourceConfigPath,
        (_, "SLUICE2037") => LogEvent.JinjaLogWarning,
        (_, "SLUICE2150") => LogEvent.NoNodesForSelectionCriteria,
        _ => LogEvent.Note,
    };

    /// <summary>Writes the members <c>code</c>, <c>file</c>, <c>line</c>, <c>column</c> and <c>hint</c>.</summary>
    internal static void Write(Diagnostic diagnostic, Utf8JsonWriter writer)
    {
        var (line, column, _) = diagnostic.Source.Locate(diagnostic.Span.Start);
        writer.WriteString("code", diagnostic.Code);
        writer.WriteString("problem", diagnostic.Message);
        writer.WriteString("exc", diagnostic.ToString());
        writer.WriteString("file", diagnostic.Source.Path);
        writer.WriteNumber("line", line);
        writer.WriteNumber("column", column);
        if (diagnostic.Hint is { } hint)
        {
            writer.WriteString("hint", hint);
        }
    }
}
