using System.Net;
using Sluice.Hosting.Http;

namespace Sbir.Clients;

/// <summary>The patent office's Open Data Portal: applications by grant number, assignments by application number. The key travels in a header.</summary>
internal sealed class PatentClient(HttpSource source, TimeProvider time)
{
    internal const string SourceName = "uspto";

    internal static readonly Uri PublicAddress = new("https://api.uspto.gov/api/v1/patent/");

    /// <summary>The application behind a granted patent, with its assignments; none or one.</summary>
    internal async Task<HttpAnswer<IReadOnlyList<PatentApplication>>> FindByPatentAsync(string patentNumber, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(patentNumber);
        return await FoundAsync(
            $"applications/search?q={Uri.EscapeDataString($"applicationMetaData.patentNumber:{patentNumber}")}", answer => answer.Applications(), cancellationToken);
    }

    /// <summary>The assignments of an application.</summary>
    internal async Task<HttpAnswer<IReadOnlyList<PatentAssignmentRecord>>> FindAssignmentsAsync(string applicationNumber, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(applicationNumber);
        return await FoundAsync($"applications/{Uri.EscapeDataString(applicationNumber)}/assignment", answer => answer.Assignments(), cancellationToken);
    }

    // The office answers 404 where nothing is found, which is an answer like any other.
    private async Task<HttpAnswer<IReadOnlyList<T>>> FoundAsync<T>(string path, Func<PatentAnswer, IReadOnlyList<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await source.GetJsonAsync<PatentAnswer>(path, cancellationToken: cancellationToken);
            return new(read(answer.Value), answer.PayloadHash, answer.FetchedAt, answer.FromCache);
        }
        catch (HttpSourceException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return new([], "", time.GetUtcNow(), FromCache: false);
        }
    }
}
