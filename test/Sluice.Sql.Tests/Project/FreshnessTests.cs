using Sluice.Sql.Freshness;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Tests.Project;

public sealed class FreshnessTests
{
    [Fact]
    public void A_table_adds_to_the_limits_of_its_source_and_takes_them_back_with_null()
    {
        using var project = TestProject.Of(("models/s.yml", """
            sources:
              - name: raw
                loaded_at_field: ts
                freshness: { warn_after: { count: 12, period: hour }, error_after: { count: 2, period: day }, filter: "ts > '2020-01-01'" }
                tables:
                  - name: as_source
                  - name: other_limit
                    freshness: { error_after: { count: 5 } }
                  - name: no_warning
                    config: { freshness: { warn_after: null } }
                  - name: opted_out
                    freshness: null
            """));

        var loaded = project.Load();

        Assert.Equal("12 hours, 2 days, ts > '2020-01-01'", Describe(loaded, "as_source"));
        Assert.Equal("12 hours, 5 days, ts > '2020-01-01'", Describe(loaded, "other_limit"));
        Assert.Equal(", 2 days, ts > '2020-01-01'", Describe(loaded, "no_warning"));
        Assert.Equal("none", Describe(loaded, "opted_out"));
    }

    [Fact]
    public void The_nearer_of_field_and_query_takes_the_place_of_the_other()
    {
        using var project = TestProject.Of(("models/s.yml", """
            sources:
              - name: raw
                config: { loaded_at_query: "select max(ts) from {{ this }}" }
                freshness: { warn_after: { count: 1, period: minute } }
                tables:
                  - name: by_query
                  - { name: by_field, loaded_at_field: ts }
            """));

        var loaded = project.Load();

        Assert.Equal((null, "select max(ts) from {{ this }}"), LoadedAt(loaded, "by_query"));
        Assert.Equal(("ts", null), LoadedAt(loaded, "by_field"));
    }

    [Fact]
    public void A_period_that_does_not_exist_is_an_error_with_the_nearest_one()
    {
        using var project = TestProject.Of(("models/s.yml", """
            sources:
              - name: raw
                tables:
                  - { name: t, freshness: { warn_after: { count: 1, period: hours } } }
            """));

        Assert.Null(project.TryLoad());
        Assert.Equal(
            """
            models/s.yml:4:17: error SLUICE2081: `warn_after` of the source `raw.t` is `{'count': 1, 'period': 'hours'}`
              4 |       - { name: t, freshness: { warn_after: { count: 1, period: hours } } }
                |                 ^
              hint: did you mean `hour`?

            """,
            project.Report(), ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData(10, FreshnessStatus.Pass)]
    [InlineData(13, FreshnessStatus.Warn)]
    [InlineData(25, FreshnessStatus.Error)]
    public void An_age_is_judged_by_the_limit_that_it_exceeds(int hours, FreshnessStatus expected)
    {
        var limits = new SourceFreshness(new AgeLimit(12, "hour"), new AgeLimit(1, "day"), null);

        Assert.Equal(expected, limits.Judge(TimeSpan.FromHours(hours)));
    }

    private static string Describe(Sql.Project.SqlProject project, string name) =>
        Source(project, name).Freshness is { } limits ? $"{limits.WarnAfter}, {limits.ErrorAfter}, {limits.Filter}" : "none";

    private static (string?, string?) LoadedAt(Sql.Project.SqlProject project, string name) => (Source(project, name).LoadedAtField, Source(project, name).LoadedAtQuery);

    private static SourceNode Source(Sql.Project.SqlProject project, string name) => (SourceNode)TestProject.Node(project, name);
}
