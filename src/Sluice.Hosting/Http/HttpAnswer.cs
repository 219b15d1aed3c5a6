namespace Sluice.Hosting.Http;

/// <summary>What a source answered.</summary>
/// <param name="Value">The answer.</param>
/// <param name="PayloadHash">The SHA-256 of its bytes, in hexadecimal: equal where nothing has changed.</param>
/// <param name="FetchedAt">When the source sent it.</param>
/// <param name="FromCache">Whether it was kept from an earlier request.</param>
public sealed record HttpAnswer<T>(T Value, string PayloadHash, DateTimeOffset FetchedAt, bool FromCache);

/// <summary>What a source has done since the application started.</summary>
/// <param name="Requests">Requests that were sent, every attempt counted.</param>
/// <param name="Retries">Attempts after a failed one.</param>
/// <param name="CacheHits">Answers from the cache, without a request.</param>
/// <param name="Failures">Calls that ended without an answer.</param>
public sealed record HttpSourceCounts(long Requests, long Retries, long CacheHits, long Failures);
