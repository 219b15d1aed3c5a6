using Sluice.Threads;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class SessionThreadTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Work_from_a_deep_thread_is_done_there_and_other_work_on_a_thread_of_its_own()
    {
        using var session = new SessionThread("test");
        using var threads = new WorkThreads("deep", most: 1);
        var (deep, worked) = await On(threads, async () => (Environment.CurrentManagedThreadId, await session.RunAsync(() => Environment.CurrentManagedThreadId)));

        Assert.Equal(deep, worked);
        Assert.NotEqual(deep, await session.RunAsync(() => Environment.CurrentManagedThreadId));
        Assert.True(await session.RunAsync(() => WorkThreads.IsCurrentDeep));
    }

    [Fact]
    public async Task Two_pieces_are_never_at_work_at_once_wherever_they_come_from()
    {
        using var session = new SessionThread("test");
        using var threads = new WorkThreads("deep", most: 3);
        var (atWork, most) = (0, 0);
        int Piece()
        {
            most = Math.Max(most, Interlocked.Increment(ref atWork));
            Thread.SpinWait(200);
            return Interlocked.Decrement(ref atWork);
        }

        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? session.RunAsync(Piece) : On(threads, () => session.RunAsync(Piece)))).WaitAsync(Long, TestContext.Current.CancellationToken);

        Assert.Equal((0, 1), (atWork, most));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_or_a_cancel_becomes_the_tasks(bool fromDeep)
    {
        using var session = new SessionThread("test");
        using var threads = new WorkThreads("deep", most: 1);
        Task<int> Run(Func<int> work) => fromDeep ? On(threads, () => session.RunAsync(work)) : session.RunAsync(work);

        Assert.Equal("no", (await Assert.ThrowsAsync<IOException>(() => Run(() => throw new IOException("no")))).Message);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(() => throw new OperationCanceledException("stopped")));
    }

    private static Task<T> On<T>(WorkThreads threads, Func<Task<T>> work)
    {
        var end = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Post(() => end.SetResult(work()));
        return end.Task.Unwrap();
    }
}
