using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Retrying;

/// <summary>What run_results.json tells of the command that wrote it, ours or dbt's own.</summary>
/// <param name="Command">The command; null where the file does not say.</param>
/// <param name="Arguments">Its options by the names of artifacts.</param>
/// <param name="Statuses">How each node ended, by unique id, in the order of the file.</param>
internal sealed record PreviousRun(
    string? Command, ImmutableDictionary<string, JsonElement> Arguments, ImmutableArray<(string UniqueId, string Status)> Statuses)
{
    private static readonly string[] Unfinished = ["error", "fail", "skipped", "runtime error", "partial success"];

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="DiagnosticException">There is none, or it is none.</exception>
    internal static PreviousRun Read(string folder, CommandText line)
    {
        var path = Path.Combine(folder, "run_results.json");
        if (!File.Exists(path))
        {
            throw new DiagnosticException(UsageErrors.NothingToRetry(line, folder));
        }

        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new DiagnosticException(UsageErrors.BrokenResults(line, path));
        }
    }

    /// <summary>The nodes that failed or were skipped, and with <paramref name="withWarned"/> the tests that warned. Hooks belong to the run, not to what is run again.</summary>
    internal ImmutableArray<string> ToRunAgain(bool withWarned) =>
    [
        .. Statuses
            .Where(result => Unfinished.Contains(result.Status, StringComparer.Ordinal) || (withWarned && result.Status == "warn"))
            .Select(result => result.UniqueId)
            .Where(id => Command == "run-operation" || !id.StartsWith("operation.", StringComparison.Ordinal)),
    ];

    private static PreviousRun Read(JsonElement root)
    {
        var arguments = root.GetProperty("args").Clone().EnumerateObject().ToImmutableDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        return new PreviousRun(
            arguments.TryGetValue("which", out var which) ? which.GetString() : null,
            arguments,
            [.. root.GetProperty("results").EnumerateArray().Select(result => (result.GetProperty("unique_id").GetString()!, result.GetProperty("status").GetString()!))]);
    }
}
