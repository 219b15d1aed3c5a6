namespace Sbir.Clients;

/// <summary>How one of the web services is asked. An unknown setting is an error.</summary>
internal sealed class SourceSettings
{
    /// <summary>Where it is; null for its public address.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The key of an account; without one the service is not asked.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Requests in any minute.</summary>
    public int RequestsPerMinute { get; set; } = 60;

    /// <summary>Requests in any 24 hours; null for no such limit.</summary>
    public int? RequestsPerDay { get; set; }

    /// <summary>Days after which an answer is asked for again.</summary>
    public int FreshDays { get; set; } = 30;

    internal bool IsEnabled => !string.IsNullOrEmpty(ApiKey);
}
