namespace Sluice.Graph;

/// <summary>Runs a transaction again where it failed for a reason that may pass.</summary>
internal sealed class Retry(Neo4jOptions options, TimeProvider time)
{
    /// <summary>Gives the result of the first attempt that succeeds.</summary>
    /// <param name="attempt">Begins and ends a transaction.</param>
    /// <param name="again">Called before each further attempt.</param>
    /// <param name="cancellationToken">Ends an attempt or a wait.</param>
    /// <exception cref="Neo4jException">The last attempt failed, or one for a reason that will not pass.</exception>
    internal async Task<T> RunAsync<T>(Func<Task<T>> attempt, Action again, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (Neo4jException error) when (error.IsTransient && number < options.MaxAttempts)
            {
                again();
            }

            await Task.Delay(DelayBefore(number + 1), time, cancellationToken);
        }
    }

    // Two transactions that met in a deadlock must not come back at the same time.
    private TimeSpan DelayBefore(int attempt)
    {
        var doubled = options.FirstDelay * Math.Pow(2, attempt - 2);
        return (doubled < options.MaxDelay ? doubled : options.MaxDelay) * (1 + (Random.Shared.NextDouble() / 2));
    }
}
