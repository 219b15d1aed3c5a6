using System.Runtime;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Tests.Projects;

public sealed class CollectionPauseTests
{
    [Fact]
    public void A_pause_ends_once_and_can_be_ended_again()
    {
        CollectionPause.Begin();
        CollectionPause.Begin();

        CollectionPause.End();
        CollectionPause.End();

        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }
}
