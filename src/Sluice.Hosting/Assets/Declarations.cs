using System.Collections.Immutable;
using Polly;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Code;

namespace Sluice.Hosting.Assets;

/// <summary>An asset as it was declared, before it is checked.</summary>
internal sealed class AssetDeclaration
{
    internal required string Name { get; init; }

    internal required string File { get; init; }

    internal required int Line { get; init; }

    internal string? Group { get; init; }

    /// <summary>The record of its rows; null where nothing is promised.</summary>
    internal Type? Row { get; init; }

    /// <summary>The code; null where a class, a query or another asset's function has it.</summary>
    internal Delegate? Code { get; init; }

    /// <summary>The class whose <c>MaterializeAsync</c> is the code.</summary>
    internal Type? CodeType { get; init; }

    /// <summary>The query of an external asset.</summary>
    internal string? Sql { get; init; }

    /// <summary>The function that writes its rows.</summary>
    internal AssetDeclaration? Function { get; init; }

    internal List<(string Name, Type Row, AssetBuilder Asset)> Outputs { get; } = [];

    /// <summary>Outputs for which a test gives other rows: what the code writes to them is not read.</summary>
    internal HashSet<string> GivenOutputs { get; } = new(StringComparer.Ordinal);

    /// <summary>The others.</summary>
    internal IEnumerable<(string Name, Type Row, AssetBuilder Asset)> ReadOutputs => Outputs.Where(output => !GivenOutputs.Contains(output.Name));

    internal SortedSet<string> Tags { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, object?> Meta { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, object?> Config { get; } = new(StringComparer.Ordinal);

    internal List<string> DependsOn { get; } = [];

    internal List<CheckDeclaration> Checks { get; } = [];

    internal List<string> Files { get; } = [];

    /// <summary>The columns that tell rows apart, where changes are tracked; empty otherwise.</summary>
    internal ImmutableArray<string> ChangeKey { get; set; } = [];

    internal string Description { get; set; } = "";

    internal string? Partitions { get; set; }

    internal PartitionSet? OwnPartitions { get; set; }

    internal RetryPolicy? Retry { get; set; }

    internal Func<Exception, bool>? IsTransient { get; set; }

    internal ResiliencePipeline? Resilience { get; set; }

    internal TimeSpan? Timeout { get; set; }

    internal string? Pool { get; set; }

    internal string? ConcurrencyKey { get; set; }

    internal string? Version { get; set; }

    internal bool HasTable { get; set; } = true;

    internal bool? AlwaysRuns { get; set; }

    internal Func<string>? Observe { get; set; }

    /// <summary>The same asset with other code, which reads nothing.</summary>
    internal AssetDeclaration WithCode(Type row, Delegate code)
    {
        var copy = new AssetDeclaration
        {
            Name = Name, File = File, Line = Line, Group = Group, Row = Row ?? row, Code = code,
            Partitions = (Function ?? this).Partitions, OwnPartitions = (Function ?? this).OwnPartitions, ChangeKey = ChangeKey, Description = Description,
        };
        copy.Tags.UnionWith(Tags);
        copy.Checks.AddRange(Checks);
        return copy;
    }

    internal CallSite Site(string folder) => CallSite.Of(File, Line, Name, folder);
}

/// <summary>A check as it was declared.</summary>
/// <param name="Name">Its name beside the asset.</param>
/// <param name="Severity">What a failure means.</param>
/// <param name="Code">The code; null for one that the library brings along.</param>
/// <param name="File">The file of the declaration.</param>
/// <param name="Line">The line in it.</param>
internal sealed record CheckDeclaration(string Name, Severity Severity, Delegate? Code, string File, int Line)
{
    /// <summary>The judgement of a check that the library brings along: over the relation, in SQL.</summary>
    internal Func<CheckScope, CancellationToken, Task<CheckResult>>? BuiltIn { get; init; }

    /// <summary>What a built-in check compares: a changed text is a changed check.</summary>
    internal string Form { get; init; } = "";

    /// <summary>Other assets that a built-in check reads.</summary>
    internal string[] Reads { get; init; } = [];
}

/// <summary>What a built-in check works with.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Sources">What is read, as SQL: the asset itself, then the other reads.</param>
/// <param name="Time">The clock.</param>
internal sealed record CheckScope(CodeAttempt Attempt, IReadOnlyList<string> Sources, TimeProvider Time)
{
    /// <summary>The rows of the asset.</summary>
    internal string Rows => Sources[0];

    /// <summary>The one row of a query.</summary>
    internal Task<ImmutableArray<object?>> AskAsync(string sql, CancellationToken cancel) =>
        Attempt.Session.RunAsync<ImmutableArray<object?>>(() => [.. Attempt.Session.Query(sql, cancel).Rows[0]], cancel);
}
