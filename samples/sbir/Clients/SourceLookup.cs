using System.Text.Json;
using Sluice.Hosting.Http;

namespace Sbir.Clients;

/// <summary>What is asked about an award or a company, and the text by which the same question is known again.</summary>
internal sealed record SourceQuestion(string Subject, string Text);

/// <summary>How an answer was come by.</summary>
internal enum LookupState
{
    /// <summary>The source was asked now.</summary>
    Asked,

    /// <summary>The ledger's answer is fresh, and the question is the same.</summary>
    Fresh,

    /// <summary>The source is down; the ledger's answer is older than it should be, or about an earlier question.</summary>
    Stale,

    /// <summary>The source is down or refused the question, and there is no earlier answer.</summary>
    Missing,
}

/// <summary>The answer about an award or a company.</summary>
/// <param name="Subject">The key of the award or company.</param>
/// <param name="State">How it was come by.</param>
/// <param name="Answer">What the source said; the type's default where the state is <see cref="LookupState.Missing"/>.</param>
/// <param name="AskedAt">When the source said it; null where it did not.</param>
/// <param name="HasChanged">Whether it differs from what the source said before.</param>
internal sealed record LookupAnswer<T>(string Subject, LookupState State, T? Answer, DateTimeOffset? AskedAt, bool HasChanged)
{
    /// <summary>Whether what it is about has to be marked as partial.</summary>
    internal bool IsPartial => State is LookupState.Stale or LookupState.Missing;
}

/// <summary>Answers to all questions, in their order, and what to warn of.</summary>
internal sealed record LookupReport<T>(IReadOnlyList<LookupAnswer<T>> Answers, IReadOnlyList<string> Warnings)
{
    internal int Count(LookupState state) => Answers.Count(answer => answer.State == state);
}

/// <summary>Asks a source: only where the last answer is stale or the question has changed, and no longer than the source is up.</summary>
internal sealed class SourceLookup<T>(
    string source, FreshnessLedger ledger, TimeSpan freshFor, TimeProvider time, Func<SourceQuestion, CancellationToken, Task<HttpAnswer<T>>> ask)
{
    /// <summary>Gives an answer for each question; a source that is down degrades them, it never loses any.</summary>
    internal async Task<LookupReport<T>> RunAsync(IEnumerable<SourceQuestion> questions, CancellationToken cancellationToken)
    {
        var answers = new List<LookupAnswer<T>>();
        var refusals = new List<string>();
        HttpSourceException? down = null;
        foreach (var question in questions)
        {
            var known = ledger.Find(question.Subject, source);
            if (known is not null && known.Question == question.Text && time.GetUtcNow() - known.AskedAt < freshFor)
            {
                answers.Add(Known(known, LookupState.Fresh));
                continue;
            }

            try
            {
                if (down is null)
                {
                    answers.Add(await AskAsync(question, known, cancellationToken));
                    continue;
                }
            }
            catch (HttpSourceException error) when (error.IsSourceDown)
            {
                down = error;
            }
            catch (HttpSourceException error)
            {
                refusals.Add($"{question.Subject}: {error.Message}");
            }

            answers.Add(known is null ? new(question.Subject, LookupState.Missing, default, null, HasChanged: false) : Known(known, LookupState.Stale));
        }

        return new(answers, [.. refusals, .. DownWarning(down, answers)]);
    }

    private async Task<LookupAnswer<T>> AskAsync(SourceQuestion question, LedgerEntry? known, CancellationToken cancellationToken)
    {
        var answer = await ask(question, cancellationToken);
        ledger.Record(new(question.Subject, source, question.Text, answer.PayloadHash, answer.FetchedAt, JsonSerializer.SerializeToElement(answer.Value)));
        return new(question.Subject, LookupState.Asked, answer.Value, answer.FetchedAt, known?.PayloadHash != answer.PayloadHash);
    }

    private static LookupAnswer<T> Known(LedgerEntry entry, LookupState state) =>
        new(entry.Subject, state, entry.Answer.Deserialize<T>(), entry.AskedAt, HasChanged: false);

    private static IEnumerable<string> DownWarning(HttpSourceException? down, List<LookupAnswer<T>> answers)
    {
        if (down is not null)
        {
            var stale = answers.Count(answer => answer.State == LookupState.Stale);
            var missing = answers.Count(answer => answer.State == LookupState.Missing);
            yield return $"{down.Message}; {stale} keep their earlier answer, {missing} have none";
        }
    }
}
