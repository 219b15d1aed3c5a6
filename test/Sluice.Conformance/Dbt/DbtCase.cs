using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Conformance.Dbt;

/// <summary>A small project, the commands to run in it, and what dbt made of each.</summary>
internal sealed record DbtCase
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string Title { get; init; }

    public required string Topic { get; init; }

    public required ImmutableArray<DbtStep> Steps { get; init; }

    [JsonIgnore]
    internal string Name { get; private init; } = "";

    /// <summary>The folder of all cases.</summary>
    internal static string Root { get; } = Path.Combine(Here(), "cases");

    internal static IEnumerable<string> Names => Directory.EnumerateDirectories(Root).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal);

    internal string ProjectFolder => Path.Combine(Root, Name, "project");

    internal static DbtCase Read(string name) =>
        JsonSerializer.Deserialize<DbtCase>(File.ReadAllText(Path.Combine(Root, name, "case.json")), Format)! with { Name = name };

    /// <summary>What is expected after a step, counted from 1.</summary>
    internal string Expected(int step, params ReadOnlySpan<string> path) => Path.Combine([Root, Name, "expected", $"step-{step}", .. path]);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>A command, what comes before it, and how it ended.</summary>
internal sealed record DbtStep
{
    public ImmutableArray<DbtFile> Before { get; init; } = [];

    public ImmutableArray<string> Delete { get; init; } = [];

    public ImmutableArray<string> BeforeSql { get; init; } = [];

    public Dictionary<string, string> Env { get; init; } = [];

    public required string[] Args { get; init; }

    public string? SaveState { get; init; }

    public required int Exit { get; init; }

    public ImmutableArray<DbtResult>? Results { get; init; }

    public ImmutableArray<string>? StdoutList { get; init; }

    public ImmutableArray<string> ErrorContains { get; init; } = [];

    public Dictionary<string, string[]> Mask { get; init; } = [];
}

internal sealed record DbtFile(string Path, string Content);

internal sealed record DbtResult(string UniqueId, string Status, long? Failures);
