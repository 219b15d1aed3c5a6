using Sluice.Hosting.Http;

namespace Sbir.Clients;

/// <summary>SAM.gov's Entity API v3: registrations by UEI, CAGE or name. The key travels in a header.</summary>
internal sealed class SamClient(HttpSource source)
{
    internal const string SourceName = "sam";

    // The API refuses these within a value.
    private const string ForbiddenLetters = "&|{}^\\";

    internal static readonly Uri PublicAddress = new("https://api.sam.gov/entity-information/v3/");

    /// <summary>The registration with that UEI; none or one.</summary>
    internal Task<HttpAnswer<IReadOnlyList<SamRegistration>>> FindByUeiAsync(string uei, CancellationToken cancellationToken) =>
        FindAsync("ueiSAM", uei, cancellationToken);

    /// <summary>The registrations with that CAGE code.</summary>
    internal Task<HttpAnswer<IReadOnlyList<SamRegistration>>> FindByCageAsync(string cage, CancellationToken cancellationToken) =>
        FindAsync("cageCode", cage, cancellationToken);

    /// <summary>The first ten registrations whose legal name has that text in it. Whether one of them is meant is for the matching to say.</summary>
    internal Task<HttpAnswer<IReadOnlyList<SamRegistration>>> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        FindAsync("legalBusinessName", string.Concat(name.Where(letter => !ForbiddenLetters.Contains(letter))), cancellationToken);

    private async Task<HttpAnswer<IReadOnlyList<SamRegistration>>> FindAsync(string parameter, string value, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        var answer = await source.GetJsonAsync<SamAnswer>(
            $"entities?{parameter}={Uri.EscapeDataString(value)}&includeSections=entityRegistration,coreData,assertions", cancellationToken: cancellationToken);
        return new(answer.Value.Registrations(), answer.PayloadHash, answer.FetchedAt, answer.FromCache);
    }
}
