using System.Net;

namespace Sluice.Hosting.Http;

/// <summary>Why a source gave no answer.</summary>
public enum HttpFailure
{
    /// <summary>It refused the request for good: a status of 4xx other than 429.</summary>
    Refused,

    /// <summary>It did not answer in time, could not be reached, or answered 5xx, on every attempt.</summary>
    Unavailable,

    /// <summary>What it sent was no whole JSON, on every attempt: a page, or a text that breaks off.</summary>
    Damaged,

    /// <summary>It takes no more requests until <see cref="HttpSourceException.RetryAt"/>, by our limits or by its own.</summary>
    QuotaReached,

    /// <summary>It failed so often that it is not asked until <see cref="HttpSourceException.RetryAt"/>.</summary>
    CircuitOpen,
}

/// <summary>A source gave no answer.</summary>
public sealed class HttpSourceException : IOException
{
    internal HttpSourceException(string source, HttpFailure failure, string message, HttpStatusCode? status = null, DateTimeOffset? retryAt = null, Exception? inner = null)
        : base($"{source}: {message}", inner)
    {
        SourceName = source;
        Failure = failure;
        StatusCode = status;
        RetryAt = retryAt;
    }

    /// <summary>The source's name.</summary>
    public string SourceName { get; }

    /// <summary>Why.</summary>
    public HttpFailure Failure { get; }

    /// <summary>The status of the last answer; null where there was none.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>When it is worth asking again; null where that is not known.</summary>
    public DateTimeOffset? RetryAt { get; }

    /// <summary>Whether the source as a whole is down or exhausted, so that asking it for something else is in vain too.</summary>
    public bool IsSourceDown => Failure is not HttpFailure.Refused || StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>Whether a further attempt may succeed.</summary>
    internal bool IsWorthRetrying { get; init; }
}
