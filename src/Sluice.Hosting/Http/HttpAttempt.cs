using System.Net;

namespace Sluice.Hosting.Http;

/// <summary>Sends one request and reads its answer; every failure is told apart by whether another attempt may help.</summary>
internal sealed class HttpAttempt(string source, HttpClient http, HttpSourceOptions options, TimeProvider time)
{
    /// <summary>The payload of a whole answer.</summary>
    /// <exception cref="HttpSourceException">There is no whole answer.</exception>
    internal async Task<byte[]> RunAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            foreach (var (name, value) in options.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var payload = await response.Content.ReadAsByteArrayAsync(either.Token);
            return Check(response, payload);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Transient(HttpFailure.Unavailable, $"no answer in {options.Timeout.TotalSeconds:0.#} s", inner: error);
        }
        catch (HttpRequestException error)
        {
            throw Transient(HttpFailure.Unavailable, error.Message, inner: error);
        }
    }

    private byte[] Check(HttpResponseMessage response, byte[] payload)
    {
        var status = response.StatusCode;
        if (status == HttpStatusCode.TooManyRequests || (int)status >= 500)
        {
            throw Busy(response);
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new HttpSourceException(source, HttpFailure.Refused, $"{Describe(status)} to {response.RequestMessage!.RequestUri!.AbsolutePath}", status);
        }

        return JsonPayload.ProblemOf(payload, response.Content.Headers.ContentType?.MediaType) is { } problem
            ? throw Transient(HttpFailure.Damaged, problem, status)
            : payload;
    }

    private HttpSourceException Busy(HttpResponseMessage response)
    {
        var status = response.StatusCode;
        var isQuota = status == HttpStatusCode.TooManyRequests;
        var failure = isQuota ? HttpFailure.QuotaReached : HttpFailure.Unavailable;
        var now = time.GetUtcNow();
        var retryAt = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => now + delta,
            { Date: { } date } => date,
            _ => (DateTimeOffset?)null,
        };
        return retryAt - now > options.MaxRetryAfter
            ? new HttpSourceException(source, failure, $"{Describe(status)}; it wants no request until {retryAt:yyyy-MM-dd HH:mm:ss}Z", status, retryAt)
            : Transient(failure, Describe(status), status, retryAt);
    }

    private HttpSourceException Transient(
        HttpFailure failure, string message, HttpStatusCode? status = null, DateTimeOffset? retryAt = null, Exception? inner = null) =>
        new(source, failure, message, status, retryAt, inner) { IsWorthRetrying = true };

    private static string Describe(HttpStatusCode status) => $"it answered {(int)status} {status}";
}
