using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Cli.Talking;

/// <summary>JSON for files and terminals: nothing is escaped that a web page alone would need escaped.</summary>
internal static class Relaxed
{
    internal static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static JsonWriterOptions Indented { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };
}
