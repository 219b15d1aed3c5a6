using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.CircuitBreaker;

namespace Sluice.Hosting.Http;

/// <summary>
/// A JSON service that is asked with care: within its rate limits, from a cache where it can be, again where that may help, and not at
/// all while it is down. Thread-safe; one for each source, made by <c>AddHttpSource</c>.
/// </summary>
public sealed partial class HttpSource : IDisposable
{
    private readonly HttpSourceOptions _options;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AnswerCache _cache;
    private readonly SlidingWindows _windows;
    private readonly HttpAttempt _attempt;
    private readonly ResiliencePipeline<byte[]> _pipeline;
    private long _requests;
    private long _retries;
    private long _cacheHits;
    private long _failures;

    /// <summary>A source with options that are right.</summary>
    /// <param name="name">Its name: letters, digits, '-' and '_'.</param>
    /// <param name="options">How it is asked.</param>
    /// <param name="time">The clock of limits, waits and ages; null for the system's.</param>
    /// <param name="logger">Is told of attempts that failed; null for nobody.</param>
    /// <exception cref="ArgumentException">The name has other characters, or an option is wrong.</exception>
    public HttpSource(string name, HttpSourceOptions options, TimeProvider? time = null, ILogger<HttpSource>? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(options);
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            throw new ArgumentException($"'{name}' has other characters than letters, digits, '-' and '_'", nameof(name));
        }

        if (new HttpSourceOptionsValidator().Validate(name, options) is { Failed: true } wrong)
        {
            throw new ArgumentException(wrong.FailureMessage, nameof(options));
        }

        Name = name;
        _options = options;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<HttpSource>.Instance;
        _http = new(options.Handler?.Invoke() ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            // A base address without a slash at its end would lose its last part.
            BaseAddress = options.BaseAddress!.AbsolutePath.EndsWith('/') ? options.BaseAddress : new(options.BaseAddress.AbsoluteUri + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = options.MaxAnswerBytes,
        };
        var folder = Path.Combine(options.Folder, name);
        _cache = new(folder, options.CacheLifetime, _time);
        _windows = new(name, [.. options.Limits], new(folder), _time);
        _attempt = new(name, _http, options, _time);
        _pipeline = HttpResilience.Build(options, _time, (attempt, delay, error) =>
        {
            Interlocked.Increment(ref _retries);
            LogRetry(Name, attempt, options.MaxAttempts, delay, error.Message);
        });
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it has done so far.</summary>
    public HttpSourceCounts Counts => new(
        Interlocked.Read(ref _requests), Interlocked.Read(ref _retries), Interlocked.Read(ref _cacheHits), Interlocked.Read(ref _failures));

    /// <summary>Asks for a JSON document.</summary>
    /// <param name="path">Relative to the base address, with its query. Keys belong into <see cref="HttpSourceOptions.Headers"/>.</param>
    /// <param name="json">How it is read; null for the usual of the web.</param>
    /// <param name="cancellationToken">Ends the wait or the request.</param>
    /// <exception cref="HttpSourceException">There is no answer; it says why.</exception>
    public async Task<HttpAnswer<T>> GetJsonAsync<T>(string path, JsonSerializerOptions? json = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var address = new Uri(_http.BaseAddress!, path.TrimStart('/'));
        if (_cache.Find(address) is { } kept)
        {
            Interlocked.Increment(ref _cacheHits);
            return new(Parse<T>(kept.Payload, json), kept.Hash, kept.FetchedAt, FromCache: true);
        }

        var payload = await FetchAsync(address, cancellationToken);
        var answer = new KeptAnswer(payload, AnswerCache.HashOf(payload), _time.GetUtcNow());
        var value = Parse<T>(payload, json);
        _cache.Keep(address, answer);
        return new(value, answer.Hash, answer.FetchedAt, FromCache: false);
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _windows.Dispose();
    }

    private async Task<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                async cancel =>
                {
                    await _windows.TakeTurnAsync(_options.MaxWait, cancel);
                    Interlocked.Increment(ref _requests);
                    return await _attempt.RunAsync(address, cancel);
                },
                cancellationToken);
        }
        catch (BrokenCircuitException error)
        {
            Interlocked.Increment(ref _failures);
            throw new HttpSourceException(
                Name, HttpFailure.CircuitOpen, "it failed too often and is not asked for a while", retryAt: _time.GetUtcNow() + (error.RetryAfter ?? _options.BreakDuration), inner: error);
        }
        catch (HttpSourceException error)
        {
            Interlocked.Increment(ref _failures);
            if (error is { IsWorthRetrying: false, StatusCode: not null, RetryAt: { } until })
            {
                await _windows.BlockUntilAsync(until, CancellationToken.None);
            }

            throw;
        }
    }

    private T Parse<T>(byte[] payload, JsonSerializerOptions? json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(payload, json ?? JsonSerializerOptions.Web)
                ?? throw new HttpSourceException(Name, HttpFailure.Damaged, "the answer is null");
        }
        catch (JsonException error)
        {
            throw new HttpSourceException(Name, HttpFailure.Damaged, $"the answer has another form than {typeof(T).Name}: {error.Message}", inner: error);
        }
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Warning, Message = "{Source}: attempt {Attempt} of {MaxAttempts} in {Delay}: {Reason}")]
    private partial void LogRetry(string source, int attempt, int maxAttempts, TimeSpan delay, string reason);
}
