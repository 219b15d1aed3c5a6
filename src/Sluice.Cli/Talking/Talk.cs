using System.Globalization;
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

    /// <summary>Keeps what is said; null where nothing does.</summary>
    internal LogFile? File { get; init; }

    /// <summary>The id of the command's call.</summary>
    internal string Invocation { get; init; } = "";

    internal Paint Paint => paint;

    internal TalkLevel Level => level;

    internal bool IsJson => json;

    internal void Debug(string text) => Say(TalkLevel.Debug, text);

    internal void Info(string text) => Say(TalkLevel.Info, text);

    internal void Warn(string text) => Say(TalkLevel.Warn, text);

    internal void Error(string text) => Say(TalkLevel.Error, text);

    /// <summary>Shows problems, each with its place; painted on a terminal.</summary>
    internal void Show(IEnumerable<Diagnostic> diagnostics, LogEvent? kind = null)
    {
        foreach (var diagnostic in diagnostics)
        {
            Say(
                diagnostic.Severity == Severity.Error ? TalkLevel.Error : TalkLevel.Warn,
                json ? diagnostic.ToString() : DiagnosticText.Painted(diagnostic, paint),
                writer => DiagnosticText.Write(diagnostic, writer),
                kind ?? DiagnosticText.EventOf(diagnostic));
        }
    }

    /// <summary>Says one thing; <paramref name="details"/> adds members to the JSON form of it.</summary>
    internal void Say(TalkLevel importance, string text, Action<Utf8JsonWriter>? details = null, LogEvent? kind = null) =>
        Write(importance, text, details, kind ?? LogEvent.Note, isForPeople: true);

    /// <summary>Tells programs and the log file what a person sees in another way.</summary>
    internal void Event(LogEvent kind, TalkLevel importance, string text, Action<Utf8JsonWriter>? details = null) =>
        Write(importance, text, details, kind, isForPeople: false);

    private void Write(TalkLevel importance, string text, Action<Utf8JsonWriter>? details, LogEvent kind, bool isForPeople)
    {
        var isSaid = importance >= level && level != TalkLevel.None && (json || isForPeople);
        var isKept = File is { } file && importance >= file.Level;
        var line = (isSaid && json) || (isKept && File!.IsJson) ? Json(importance, text, details, kind) : "";
        if (!isSaid && !isKept)
        {
            return;
        }

        lock (_gate)
        {
            if (isSaid)
            {
                error.WriteLine(json ? line : text);
            }

            if (isKept)
            {
                File!.Write(importance, File.IsJson ? line : text);
            }
        }
    }

    // The form of dbt's own lines, which tools around dbt read.
    private string Json(TalkLevel importance, string text, Action<Utf8JsonWriter>? details, LogEvent kind)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Writer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("info");
            writer.WriteString("name", kind.Name);
            writer.WriteString("code", kind.Code);
            writer.WriteString("level", importance.ToString().ToLowerInvariant());
            writer.WriteString("ts", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("msg", text);
            writer.WriteString("invocation_id", Invocation);
            writer.WriteNumber("pid", Environment.ProcessId);
            writer.WriteString("thread", LogFile.ThreadName());
            writer.WriteString("category", "");
            writer.WriteStartObject("extra");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("data");
            if (details is null)
            {
                writer.WriteString("msg", text);
            }

            details?.Invoke(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
