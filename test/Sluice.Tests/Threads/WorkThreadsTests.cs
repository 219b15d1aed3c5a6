using Sluice.Threads;

namespace Sluice.Tests.Threads;

public sealed class WorkThreadsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_work_posts_as_its_last_act_is_done_by_the_same_thread()
    {
        using var threads = new WorkThreads("test", most: 4);
        var seen = new List<int>();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        void Again()
        {
            seen.Add(Environment.CurrentManagedThreadId);
            if (seen.Count == 1000)
            {
                end.SetResult();
            }
            else
            {
                threads.Post(Again);
            }
        }

        threads.Post(Again);
        await end.Task.WaitAsync(Long, TestContext.Current.CancellationToken);

        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task All_threads_work_at_once_also_where_one_of_them_posts_the_work()
    {
        using var threads = new WorkThreads("test", most: 3);
        using var together = new Barrier(3);
        TaskCompletionSource[] met = [.. Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        threads.Post(() =>
        {
            foreach (var one in met)
            {
                threads.Post(() => Meet(together, one));
            }
        });

        await Task.WhenAll(met.Select(one => one.Task)).WaitAsync(Long, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task No_more_threads_work_than_may()
    {
        using var threads = new WorkThreads("test", most: 2);
        var (atWork, most) = (0, 0);
        var gate = new Lock();
        using var all = new CountdownEvent(50);
        for (var i = 0; i < 50; i++)
        {
            threads.Post(() =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++atWork);
                }

                Thread.Yield();
                lock (gate)
                {
                    atWork--;
                }

                all.Signal();
            });
        }

        Assert.True(await Task.Run(() => all.Wait(Long, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken));
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task What_waits_is_done_before_the_threads_end()
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var threads = new WorkThreads("test", most: 1);
        for (var i = 0; i < 10; i++)
        {
            threads.Post(() => count++);
        }

        threads.Post(() => done.SetResult(count));
        threads.Dispose();

        Assert.Equal(10, await done.Task.WaitAsync(Long, TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => threads.Post(() => { }));
    }

    [Fact]
    public async Task The_stack_is_deep_and_known_to_be()
    {
        using var threads = new WorkThreads("test", most: 1);
        var end = new TaskCompletionSource<(bool, long)>(TaskCreationOptions.RunContinuationsAsynchronously);

        threads.Post(() => end.SetResult((WorkThreads.IsCurrentDeep, Deep(100_000))));

        Assert.Equal((true, 100_000), await end.Task.WaitAsync(Long, TestContext.Current.CancellationToken));
        Assert.False(WorkThreads.IsCurrentDeep);
    }

    private static void Meet(Barrier together, TaskCompletionSource met)
    {
        if (together.SignalAndWait(Long))
        {
            met.SetResult();
        }
        else
        {
            met.SetException(new TimeoutException());
        }
    }

    // About ten megabytes at a hundred bytes a call, which no ordinary thread has.
    private static long Deep(int calls) => calls == 0 ? 0 : Deep(calls - 1) + 1;
}
