using System.Net;
using Sluice.Hosting.Http;

namespace Sluice.Hosting.Tests.Http;

public sealed class HttpSourceTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(33);
    private readonly RushingTime _time = new(Limit);
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-http-").FullName;
    private LocalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await LocalServer.StartAsync();

    [Fact]
    public async Task An_answer_is_read_and_its_key_sent_in_a_header()
    {
        _server.Json();
        using var source = Source(options => options.Headers["X-Api-Key"] = "secret");

        var answer = await source.GetJsonAsync<Named>("entities?uei=U1");

        Assert.Equal("Acme", answer.Value.Name);
        Assert.Equal(("/api/entities?uei=U1", "secret"), (_server.Requests.Single(), _server.LastKey));
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day_and_across_processes()
    {
        _server.Json();
        using var first = Source();
        var fetched = await first.GetJsonAsync<Named>("a");
        _time.Advance(TimeSpan.FromHours(23));
        using var second = Source();

        var kept = await second.GetJsonAsync<Named>("a");
        _time.Advance(TimeSpan.FromHours(2));
        var fresh = await second.GetJsonAsync<Named>("a");

        Assert.Equal((true, fetched.FetchedAt, fetched.PayloadHash), (kept.FromCache, kept.FetchedAt, kept.PayloadHash));
        Assert.False(fresh.FromCache);
        Assert.Equal(2, _server.Requests.Count);
        Assert.Equal(new HttpSourceCounts(Requests: 1, Retries: 0, CacheHits: 1, Failures: 0), second.Counts);
    }

    [Fact]
    public async Task A_kept_answer_that_is_damaged_is_asked_for_again()
    {
        _server.Json();
        using var source = Source();
        await source.GetJsonAsync<Named>("a");
        var file = Directory.EnumerateFiles(Path.Combine(_folder, "sam", "answers"), "*", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^3]);

        var answer = await source.GetJsonAsync<Named>("a");

        Assert.False(answer.FromCache);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_busy_server_is_asked_three_times_with_growing_waits(int status)
    {
        _server.Then(status).Then(status).Json();
        using var source = Source();

        var answer = await source.GetJsonAsync<Named>("a");

        Assert.Equal("Acme", answer.Value.Name);
        Assert.Collection(
            _time.Waits,
            first => Assert.InRange(first.TotalSeconds, 2, 3),
            second => Assert.InRange(second.TotalSeconds, 4, 6));
        Assert.Equal(new HttpSourceCounts(Requests: 3, Retries: 2, CacheHits: 0, Failures: 0), source.Counts);
    }

    [Fact]
    public async Task No_wait_is_longer_than_the_longest_delay()
    {
        _server.Then(500);
        using var source = Source(options => options.MaxAttempts = 8);

        await Assert.ThrowsAsync<HttpSourceException>(() => source.GetJsonAsync<Named>("a"));

        Assert.All(_time.Waits, wait => Assert.InRange(wait.TotalSeconds, 2, 30));
    }

    [Fact]
    public async Task A_server_that_stays_down_is_unavailable_after_the_last_attempt()
    {
        _server.Then(500);
        using var source = Source();

        var error = await Assert.ThrowsAsync<HttpSourceException>(() => source.GetJsonAsync<Named>("a"));

        Assert.Equal(
            (HttpFailure.Unavailable, HttpStatusCode.InternalServerError, true, "sam: it answered 500 InternalServerError"),
            (error.Failure, error.StatusCode, error.IsSourceDown, error.Message));
        Assert.Equal(3, _server.Requests.Count);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(403, true)]
    public async Task A_refusal_is_final(int status, bool isSourceDown)
    {
        _server.Then(status);
        using var source = Source();

        var error = await Assert.ThrowsAsync<HttpSourceException>(() => source.GetJsonAsync<Named>("a"));

        Assert.Equal((HttpFailure.Refused, isSourceDown), (error.Failure, error.IsSourceDown));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Retry_after_is_waited_for_exactly()
    {
        _server.Then(429, retryAfter: "17").Json();
        using var source = Source();

        await source.GetJsonAsync<Named>("a");

        Assert.Equal([TimeSpan.FromSeconds(17)], _time.Waits);
    }

    [Fact]
    public async Task A_quota_that_is_spent_until_tomorrow_ends_all_requests_until_then_in_later_processes_too()
    {
        var tomorrow = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        _server.Then(429, "application/json", """{"code":"900804","message":"Message throttled out"}""", retryAfter: tomorrow.ToString("R")).Json();
        using var source = Source();

        var first = await Assert.ThrowsAsync<HttpSourceException>(() => source.GetJsonAsync<Named>("a"));
        using var next = Source();
        var second = await Assert.ThrowsAsync<HttpSourceException>(() => next.GetJsonAsync<Named>("b"));
        _time.Advance(TimeSpan.FromHours(12));
        var answer = await next.GetJsonAsync<Named>("b");

        Assert.Equal((HttpFailure.QuotaReached, tomorrow), (first.Failure, first.RetryAt));
        Assert.Equal((HttpFailure.QuotaReached, tomorrow), (second.Failure, second.RetryAt));
        Assert.Equal(("Acme", 2), (answer.Value.Name, _server.Requests.Count));
    }

    [Fact]
    public async Task A_page_with_status_200_is_no_answer()
    {
        _server.Then(200, "text/html", "<!doctype html><title>Maintenance</title>");
        using var source = Source();

        var error = await Assert.ThrowsAsync<HttpSourceException>(() => source.GetJsonAsync<Named>("a"));

        Assert.Equal((HttpFailure.Damaged, "sam: the answer is a page and not JSON"), (error.Failure, error.Message));
        Assert.False(Directory.Exists(Path.Combine(_folder, "sam", "answers")));
    }

    [Fact]
    public async Task Json_that_breaks_off_is_asked_for_again()
    {
        _server.Then(200, "application/json", """{"name":"Ac""").ThenCutOff().Json();
        using var source = Source();

        var answer = await source.GetJsonAsync<Named>("a");

        Assert.Equal(("Acme", 3), (answer.Value.Name, _server.Requests.Count));
    }

    [Fact]
    public async Task An_answer_of_another_form_is_damaged_and_not_kept()
    {
        _server.Json("""[1, 2]""");
        using var source = Source();

        var error = await Assert.ThrowsAsync<HttpSourceException>(() => source.GetJsonAsync<Named>("a"));

        Assert.Equal(HttpFailure.Damaged, error.Failure);
        Assert.Single(_server.Requests);
        Assert.False(Directory.Exists(Path.Combine(_folder, "sam", "answers")));
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_given_up_and_tried_again()
    {
        _server.ThenHang().Json();
        using var source = Source();

        var call = source.GetJsonAsync<Named>("a");
        await _server.NextHangAsync();
        _time.Advance(Limit);
        var answer = await call;

        Assert.Equal(("Acme", 1L), (answer.Value.Name, source.Counts.Retries));
    }

    [Fact]
    public async Task The_callers_cancel_is_the_callers()
    {
        _server.ThenHang();
        using var source = Source();
        using var cancel = new CancellationTokenSource();

        var call = source.GetJsonAsync<Named>("a", cancellationToken: cancel.Token);
        await _server.NextHangAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Requests_beyond_a_limit_wait_until_the_window_has_moved()
    {
        _server.Json();
        using var source = Source(options => options.Limits.Add(RateLimit.PerMinute(2)));

        await source.GetJsonAsync<Named>("1");
        _time.Advance(TimeSpan.FromSeconds(40));
        await source.GetJsonAsync<Named>("2");
        await source.GetJsonAsync<Named>("3");
        await source.GetJsonAsync<Named>("4");

        Assert.Equal([TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40)], _time.Waits);
    }

    [Fact]
    public async Task A_days_quota_holds_across_processes_and_is_an_error_when_it_is_spent()
    {
        _server.Json();
        using (var source = Source(options => options.Limits.Add(RateLimit.PerDay(2))))
        {
            await source.GetJsonAsync<Named>("1");
            await source.GetJsonAsync<Named>("2");
        }

        using var next = Source(options => options.Limits.Add(RateLimit.PerDay(2)));
        var start = _time.GetUtcNow();
        var error = await Assert.ThrowsAsync<HttpSourceException>(() => next.GetJsonAsync<Named>("3"));
        var kept = await next.GetJsonAsync<Named>("2");

        Assert.Equal((HttpFailure.QuotaReached, start.AddDays(1)), (error.Failure, error.RetryAt));
        Assert.True(kept.FromCache);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task A_source_that_keeps_failing_is_left_alone_for_a_while()
    {
        _server.Then(500).Then(500).Then(500).Then(500).Json();
        using var source = Source(options =>
        {
            options.BreakAfter = 4;
            options.BreakDuration = TimeSpan.FromHours(1);
        });
        await Assert.ThrowsAsync<HttpSourceException>(() => source.GetJsonAsync<Named>("1"));

        var error = await Assert.ThrowsAsync<HttpSourceException>(() => source.GetJsonAsync<Named>("2"));
        var asked = _server.Requests.Count;
        await Assert.ThrowsAsync<HttpSourceException>(() => source.GetJsonAsync<Named>("3"));
        _time.Advance(TimeSpan.FromHours(1));
        var answer = await source.GetJsonAsync<Named>("4");

        Assert.Equal((HttpFailure.CircuitOpen, true), (error.Failure, error.IsSourceDown));
        Assert.Equal(4, asked);
        Assert.Equal(("Acme", 5), (answer.Value.Name, _server.Requests.Count));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private HttpSource Source(Action<HttpSourceOptions>? configure = null)
    {
        var options = new HttpSourceOptions { BaseAddress = _server.Address, Timeout = Limit, Folder = _folder };
        configure?.Invoke(options);
        return new("sam", options, _time);
    }

    private sealed record Named(string Name);
}
