using Sluice.Testing;

namespace StarterPipeline.Tests;

/// <summary>Assets are tested on rows of the test's own, with a database in memory.</summary>
public sealed class PipelineTests
{
    [Fact]
    public async Task A_customers_orders_are_added_up()
    {
        await using var application = TestApplication.Create(Pipeline.Configure)
            .Given("orders", new Pipeline.Order(1, "ann", 2m), new Pipeline.Order(2, "ann", 3m), new Pipeline.Order(3, "bob", 1m));

        var run = await application.RunAsync("orders", "totals");

        Assert.True(run.Succeeded, run.Text);
        Assert.Equal([new Pipeline.Total("ann", 5m), new Pipeline.Total("bob", 1m)], application.Rows<Pipeline.Total>("totals").OrderBy(total => total.Customer));
    }

    [Fact]
    public async Task An_order_that_is_there_twice_is_found()
    {
        await using var application = TestApplication.Create(Pipeline.Configure)
            .Given("orders", new Pipeline.Order(1, "ann", 2m), new Pipeline.Order(1, "bob", 3m));

        var run = await application.RunAsync();

        Assert.False(run.Succeeded);
        Assert.Equal(1, run["orders_uniqueness_id"].Rows);
    }
}
