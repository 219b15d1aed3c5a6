using System.Net.Http.Headers;
using System.Text;

namespace Sluice.Graph;

/// <summary>What a Neo4j server lets a user in by. It does not show itself in text.</summary>
public sealed class Neo4jCredentials
{
    private Neo4jCredentials(string scheme, string secret) =>
        Header = new(scheme, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));

    internal AuthenticationHeaderValue Header { get; }

    /// <summary>A user's name and password.</summary>
    public static Neo4jCredentials Basic(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        return new("Basic", $"{user}:{password}");
    }

    /// <summary>A token of a single sign-on.</summary>
    public static Neo4jCredentials Bearer(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new("Bearer", token);
    }

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}
