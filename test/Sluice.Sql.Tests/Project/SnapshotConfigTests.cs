namespace Sluice.Sql.Tests.Project;

public sealed class SnapshotConfigTests
{
    [Theory]
    [InlineData("unique_key='id'", "has no `strategy`")]
    [InlineData("strategy='timestamp', updated_at='u'", "has no `unique_key`")]
    [InlineData("strategy='timestamp', unique_key='id'", "has the strategy `timestamp` and no `updated_at`")]
    [InlineData("strategy='check', unique_key='id'", "has the strategy `check` and no `check_cols`")]
    [InlineData("strategy='check', unique_key='id', check_cols='id'", "has the strategy `check` and no `check_cols`")]
    [InlineData("strategy='check', unique_key='id', check_cols='all', hard_deletes='invalidate', invalidate_hard_deletes=true", "sets both `hard_deletes` and `invalidate_hard_deletes`")]
    [InlineData("strategy='check', unique_key='id', check_cols='all', hard_deletes='remove'", "has `remove` as `hard_deletes`")]
    public void A_config_that_is_not_complete_is_an_error(string config, string expected)
    {
        using var project = TestProject.Of(("snapshots/s.sql", $"{{% snapshot s %}}{{{{ config({config}) }}}}select 1 as id{{% endsnapshot %}}"));

        Assert.Null(project.TryLoad());
        Assert.Contains($"snapshots/s.sql:1:13: error SLUICE2080: the snapshot `s` {expected}", project.Report(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_that_is_switched_off_needs_no_config()
    {
        using var project = TestProject.Of(("snapshots/s.sql", "{% snapshot s %}{{ config(enabled=false) }}select 1 as id{% endsnapshot %}"));

        Assert.Equal("s", Assert.Single(project.Load().Disabled).Name);
    }

    [Fact]
    public void An_unknown_relation_is_named_at_its_place_in_the_properties_file()
    {
        using var project = TestProject.Of(
            ("models/orders.sql", "select 1 as id"),
            ("snapshots/s.yml", """
                snapshots:
                  - name: s
                    relation: ref('order')
                    config: { strategy: check, unique_key: id, check_cols: all }
                """));

        Assert.Null(project.TryLoad());
        Assert.Contains("snapshots/s.yml:3:20: error SLUICE2003", project.Report(), StringComparison.Ordinal);
    }
}
