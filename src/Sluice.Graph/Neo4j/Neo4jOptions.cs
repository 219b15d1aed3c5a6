namespace Sluice.Graph;

/// <summary>Where a Neo4j server is, and how long to put up with it.</summary>
public sealed record Neo4jOptions
{
    /// <summary>Its HTTP address, such as <c>https://localhost:7473/</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>The database. Default <c>neo4j</c>.</summary>
    public string Database { get; init; } = "neo4j";

    /// <summary>Who asks; null where the server does not ask for it.</summary>
    public Neo4jCredentials? Credentials { get; init; }

    /// <summary>Attempts of a transaction that fails for a reason that may pass, the first one included; 1 to 100. Default 6.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1 or above 100.</exception>
    public int MaxAttempts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxAttempts));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100, nameof(MaxAttempts));
            field = value;
        }
    } = 6;

    /// <summary>The wait before the second attempt; it doubles up to <see cref="MaxDelay"/>, and each is lengthened at random by up to a half. Default 200 ms.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait, before it is lengthened. Default 10 seconds.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);
}
