using System.Collections.Immutable;
using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests.Rules;

/// <summary>Nothing was found before.</summary>
internal sealed class NoHistory : IVerdictHistory
{
    public Task<ImmutableArray<VerdictRecord>> FindVerdictsAsync(VerdictQuery query, CancellationToken cancellationToken = default) =>
        Task.FromResult(ImmutableArray<VerdictRecord>.Empty);
}

/// <summary>A clock that stands still.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
