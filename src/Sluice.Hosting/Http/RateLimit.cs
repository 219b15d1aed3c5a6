namespace Sluice.Hosting.Http;

/// <summary>How many requests a source takes within any stretch of time of a length.</summary>
public sealed class RateLimit
{
    /// <summary>Requests; 1 or more.</summary>
    public int Requests { get; set; }

    /// <summary>The length of the stretch; more than zero, 31 days at most.</summary>
    public TimeSpan Window { get; set; }

    /// <summary>So many in any minute.</summary>
    public static RateLimit PerMinute(int requests) => new() { Requests = requests, Window = TimeSpan.FromMinutes(1) };

    /// <summary>So many in any 24 hours.</summary>
    public static RateLimit PerDay(int requests) => new() { Requests = requests, Window = TimeSpan.FromDays(1) };

    /// <summary>Such as <c>60 in 00:01:00</c>.</summary>
    public override string ToString() => $"{Requests} in {Window}";
}
