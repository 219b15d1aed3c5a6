using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.Testing;

/// <summary>How a run of a <see cref="TestApplication"/> ended.</summary>
/// <param name="ExitCode">0 where everything succeeded, 1 where a step failed, 2 where the project is wrong.</param>
/// <param name="Steps">What became of each step, by the short name of its asset or check, with the partition in brackets where it has one.</param>
/// <param name="Text">What the run told people: show it where a test fails.</param>
public sealed record TestRun(int ExitCode, ImmutableDictionary<string, TestStep> Steps, string Text)
{
    /// <summary>True where every step succeeded.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>The step of an asset or check.</summary>
    /// <exception cref="KeyNotFoundException">It was not among the steps; the message lists those that were.</exception>
    public TestStep this[string name] => Steps.TryGetValue(name, out var step)
        ? step
        : throw new KeyNotFoundException($"no step is named `{name}`; there were {string.Join(", ", Steps.Keys.Order(StringComparer.Ordinal))}\n{Text}");

    internal static TestRun Of(int exitCode, string output, string error)
    {
        var steps = ImmutableDictionary.CreateBuilder<string, TestStep>(StringComparer.Ordinal);
        if (output.Length > 0)
        {
            using var json = JsonDocument.Parse(output);
            foreach (var step in json.RootElement.GetProperty("steps").EnumerateArray())
            {
                var asset = step.GetProperty("asset").GetString()!;
                var partition = step.GetProperty("partition").GetString();
                steps[$"{asset[(asset.LastIndexOf('.') + 1)..]}{(partition is null ? "" : $"[{partition}]")}"] = TestStep.Of(step);
            }
        }

        return new TestRun(exitCode, steps.ToImmutable(), error);
    }
}

/// <summary>How a step ended.</summary>
/// <param name="Status">In a word: <c>ok</c>, <c>warn</c>, <c>fail</c>, <c>error</c>, <c>skipped</c>, <c>same</c>… as a run's JSON has it.</param>
/// <param name="Rows">Rows written, or failures of a check; null where unknown.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Message">One line; null where there is nothing to say.</param>
/// <param name="Metadata">What the code has kept, as text.</param>
public sealed record TestStep(string Status, long? Rows, int Attempts, string? Message, ImmutableDictionary<string, string> Metadata)
{
    internal static TestStep Of(JsonElement step)
    {
        var metadata = ImmutableDictionary<string, string>.Empty;
        if (step.TryGetProperty("metadata", out var items))
        {
            metadata = items.EnumerateObject().ToImmutableDictionary(item => item.Name, item => item.Value.GetProperty("value").ToString());
        }

        var rows = step.GetProperty("rows");
        return new TestStep(
            step.GetProperty("status").GetString()!,
            rows.ValueKind == JsonValueKind.Number ? rows.GetInt64() : null,
            step.GetProperty("attempts").GetInt32(),
            step.GetProperty("message").GetString(),
            metadata);
    }
}
