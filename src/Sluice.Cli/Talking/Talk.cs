using System.Text;
using System.Text.Json;
using Sluice.Diagnostics;

namespace Sluice.Cli.Talking;

/// <summary>How much is said.</summary>
internal enum TalkLevel
{
    Debug,
    Info,
    Warn,
    Error,
    None,
}

/// <summary>What a command says to people: everything but the data that was asked for. Safe to use from several threads.</summary>
/// <param name="error">Where it goes: standard error.</param>
/// <param name="level">What lies below is not said.</param>
/// <param name="json">True for one JSON object a line instead of text.</param>
/// <param name="paint">Colours, where there is a terminal.</param>
/// <param name="time">Stamps the JSON lines.</param>
internal sealed class Talk(TextWriter error, TalkLevel level, bool json, Paint paint, TimeProvider time)
{
    private readonly Lock _gate = new();

    internal Paint Paint => paint;

    internal TalkLevel Level => level;

    internal bool IsJson => json;

    internal void Debug(string text) => Say(TalkLevel.Debug, text);

    internal void Info(string text) => Say(TalkLevel.Info, text);

    internal void Warn(string text) => Say(TalkLevel.Warn, text);

    internal void Error(string text) => Say(TalkLevel.Error, text);

    /// <summary>Shows problems, each with its place; painted on a terminal.</summary>
    internal void Show(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Say(
                diagnostic.Severity == Severity.Error ? TalkLevel.Error : TalkLevel.Warn,
                json ? diagnostic.ToString() : DiagnosticText.Painted(diagnostic, paint),
                writer => DiagnosticText.Write(diagnostic, writer));
        }
    }

    /// <summary>Says one thing; <paramref name="details"/> adds members to the JSON form of it.</summary>
    internal void Say(TalkLevel importance, string text, Action<Utf8JsonWriter>? details = null)
    {
        if (importance < level || level == TalkLevel.None)
        {
            return;
        }

        var line = json ? Json(importance, text, details) : text;
        lock (_gate)
        {
            error.WriteLine(line);
        }
    }

    private string Json(TalkLevel importance, string text, Action<Utf8JsonWriter>? details)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Writer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", time.GetUtcNow());
            writer.WriteString("level", importance.ToString().ToLowerInvariant());
            writer.WriteString("message", text);
            details?.Invoke(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
