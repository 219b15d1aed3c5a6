using Sluice.Cli.Artifacts;
using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Tests.Artifacts;

public sealed class LanesTests
{
    private static NodeOutcome At(string id, int start, int end) => new()
    {
        UniqueId = id, Status = "success", Start = DateTimeOffset.UnixEpoch.AddSeconds(start), End = DateTimeOffset.UnixEpoch.AddSeconds(end),
    };

    [Fact]
    public void What_ran_at_once_has_threads_of_its_own_and_a_thread_that_is_free_is_taken_again()
    {
        var results = Lanes.Assign([At("a", 0, 4), At("b", 1, 2), At("c", 2, 3), At("d", 3, 5), At("e", 4, 6)], threads: 4);

        Assert.Equal([1, 2, 2, 2, 1], results.Select(result => result.Thread));
    }

    [Fact]
    public void There_are_never_more_threads_than_there_were()
    {
        var results = Lanes.Assign([At("a", 0, 4), At("b", 0, 3), At("c", 2, 5)], threads: 2);

        Assert.Equal([1, 2, 2], results.Select(result => result.Thread));
    }

    [Fact]
    public void What_did_not_run_has_the_first()
    {
        var results = Lanes.Assign([new NodeOutcome { UniqueId = "a", Status = "skipped" }], threads: 2);

        Assert.Equal(1, Assert.Single(results).Thread);
    }
}
