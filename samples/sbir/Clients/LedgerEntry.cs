using System.Text.Json;

namespace Sbir.Clients;

/// <summary>What a source said about an award or a company when it was last asked.</summary>
/// <param name="Subject">The key of the award or company.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Question">What was asked, as text; another question is asked at once.</param>
/// <param name="PayloadHash">The hash of the answer's bytes; empty where the source knew nothing.</param>
/// <param name="AskedAt">When the source sent it.</param>
/// <param name="Answer">What it said, in our own form.</param>
internal sealed record LedgerEntry(string Subject, string Source, string Question, string PayloadHash, DateTimeOffset AskedAt, JsonElement Answer);
