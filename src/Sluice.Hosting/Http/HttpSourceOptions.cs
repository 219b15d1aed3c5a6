namespace Sluice.Hosting.Http;

/// <summary>How an HTTP source is asked. All of it is checked when the application starts.</summary>
public sealed class HttpSourceOptions
{
    /// <summary>What the paths of requests are relative to; absolute, http or https.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Headers of every request, keys among them. They are neither logged nor part of a cached answer.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Limits that all hold, such as 60 a minute and 10 a day. Empty for none.</summary>
    public IList<RateLimit> Limits { get; } = [];

    /// <summary>How long a request waits for its turn under the limits; one that would wait longer fails at once. Default 2 minutes.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Attempts of a request, the first included; 1 to 10. Default 3.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The wait before the second attempt; it doubles, each lengthened at random by up to a half. Default 2 seconds.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between attempts. Default 30 seconds.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait that a server may ask for by <c>Retry-After</c>; if it asks for more, the source counts as exhausted until then. Default 2 minutes.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an attempt may take until its answer has been read. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts of <see cref="BreakAfter"/> that must fail for the circuit to open, as a ratio above 0, up to 1. Default 0.5.</summary>
    public double BreakAtFailureRatio { get; set; } = 0.5;

    /// <summary>Attempts within a minute before the failure ratio is looked at; 2 or more. Default 6.</summary>
    public int BreakAfter { get; set; } = 6;

    /// <summary>How long an open circuit stays open; requests fail at once meanwhile. 1 second to a day; default 30 seconds.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer is good for. Zero keeps none. Default 24 hours.</summary>
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The folder with the answers, and with the requests sent under limits of an hour and longer. A source has a folder of its own in it. In an application it is relative to the application's folder. Default <c>.sluice/http</c>.</summary>
    public string Folder { get; set; } = Path.Combine(".sluice", "http");

    /// <summary>The longest answer that is read, in bytes. Default 64 MiB.</summary>
    public int MaxAnswerBytes { get; set; } = 64 << 20;

    /// <summary>Makes what sends the requests; null for sockets. The source disposes it.</summary>
    public Func<HttpMessageHandler>? Handler { get; set; }
}
