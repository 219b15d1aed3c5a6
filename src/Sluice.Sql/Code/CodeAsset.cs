using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Code;

/// <summary>Something of a project that code defines.</summary>
public abstract record CodeNode
{
    /// <summary>The name, which <c>ref</c> takes for an asset.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that it counts to in selections and config trees; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>The file that defines it, for messages.</summary>
    public required SourceText Source { get; init; }

    /// <summary>The place in the file.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>The file's path below the project's folder, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>What stands for the code: it changes when the code does.</summary>
    public required string Code { get; init; }

    /// <summary>The text for people; empty for none.</summary>
    public string Description { get; init; } = "";

    /// <summary>The configuration, which a properties file or the project may override.</summary>
    public ImmutableArray<KeyValuePair<string, object?>> Config { get; init; } = [];

    /// <summary>What it reads.</summary>
    public ImmutableArray<CodeRead> Reads { get; init; } = [];

    /// <summary>Whether an exception of the code may pass, so that another attempt is worth it. Null takes what is known to be transient.</summary>
    public Func<Exception, bool>? IsTransient { get; init; }

    /// <summary>How often it is tried; the engine's default where null.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The longest that one attempt may take; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>An asset whose rows code writes.</summary>
public sealed record CodeAsset : CodeNode
{
    /// <summary>The columns that it promises; empty where nothing is known of them.</summary>
    public ImmutableArray<ColumnInfo> Columns { get; init; } = [];

    /// <summary>True where it reads what cannot be tracked, so that it is never skipped as unchanged.</summary>
    public bool AlwaysRuns { get; init; }

    /// <summary>What it reads outside of the project, such as files: another text means that it is built again. Null for nothing.</summary>
    public Func<string>? Inputs { get; init; }

    /// <summary>Does the work of one attempt up to the commit: says what is to be written.</summary>
    public required Func<CodeAttempt, CancellationToken, Task<CodeWrite>> Run { get; init; }
}

/// <summary>A check whose judgement is code.</summary>
public sealed record CodeCheck : CodeNode
{
    /// <summary>The asset that it is about.</summary>
    public required string Asset { get; init; }

    /// <summary>Judges.</summary>
    public required Func<CodeAttempt, CancellationToken, Task<StepResult>> Run { get; init; }
}

/// <summary>One node that code reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">The place in the reader's file.</param>
/// <param name="Back">How many partitions before the reader's: 0 for the same.</param>
/// <param name="Source">The first argument of <c>source</c>, where a source is read; null for a model, a seed or another asset.</param>
public sealed record CodeRead(string Name, SourceSpan Span, int Back = 0, string? Source = null)
{
    /// <summary>The expression of a template that renders to what is read.</summary>
    public string Template => Source is not null ? $"{{{{ source('{Source}', '{Name}') }}}}" : Back > 0 ? $"{{{{ prev('{Name}', {Back}) }}}}" : $"{{{{ ref('{Name}') }}}}";
}
