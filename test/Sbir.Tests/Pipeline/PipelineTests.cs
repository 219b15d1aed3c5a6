using System.Text.RegularExpressions;

namespace Sbir.Tests.Pipeline;

public sealed partial class PipelineTests(WholeRun run) : IClassFixture<WholeRun>
{
    [Fact]
    public void Every_gate_passes_but_for_the_award_dates_that_half_of_the_awards_lack()
    {
        Assert.Contains("WARN=1 ERROR=0 SKIP=0", run.Output, StringComparison.Ordinal);
        Assert.Contains("award_date_is_given: expected no NULL", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_asset_is_named_after_its_stage_and_its_entity_and_belongs_to_a_group()
    {
        var (_, output) = await run.Project.CallAsync("ls", "--resource-type", "model", "--output", "json", "--output-keys", "name", "group", "--quiet");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('{')).ToList();
        Assert.InRange(lines.Count, 40, 80);
        Assert.All(lines, line => Assert.Matches(AssetLine(), line));
    }

    [Fact]
    public void Each_record_is_passed_failed_or_a_duplicate_and_the_rest_is_in_quarantine()
    {
        var verdicts = run.Project.Rows("select verdict, count(*) from validated_sbir_awards_verdicts group by all order by all").ToDictionary(row => row.Split('|')[0], row => int.Parse(row.Split('|')[1]));
        var quarantined = int.Parse(run.Project.Rows("select count(*) from raw_sbir_awards_quarantine")[0]);

        Assert.Equal(["duplicate", "fail", "pass"], verdicts.Keys.Order());
        Assert.Equal(1_000, verdicts.Values.Sum() + quarantined);
        Assert.Equal(verdicts["pass"].ToString(), run.Project.Rows("select count(*) from validated_sbir_awards")[0]);
        Assert.Equal(verdicts["fail"].ToString(), run.Project.Rows("select count(*) from validated_sbir_awards_fail where errors <> ''")[0]);
    }

    [Fact]
    public void Every_label_and_relationship_type_of_the_graph_has_something_in_it()
    {
        var loaded = run.Project.Rows(Loaded);

        Assert.Equal(24, loaded.Count);
        Assert.All(loaded, row => Assert.Matches(@"^\w+\|[1-9]\d*\|[1-9]\d*\|0\|0\|0$", row));
    }

    [Fact]
    public void Every_relationship_joins_two_nodes_that_are_there()
    {
        Assert.Equal(["0"], run.Project.Rows("select count(*) from graph.AWARDED_TO where from_key not in (select award_key from graph.Award) or to_key not in (select company_key from graph.Company)"));
        Assert.Equal(["0"], run.Project.Rows("select count(*) from graph.RESULTED_IN where to_key not in (select contract_key from graph.Contract)"));
    }

    [Fact]
    public void Fields_keep_their_source_and_confidence()
    {
        Assert.Equal(
            ["cage", "legal_name", "naics", "uei"],
            run.Project.Rows("select distinct field from enriched_sbir_awards_fields where value is not null and source is not null and confidence > 0 order by all"));
        Assert.Equal(["0"], run.Project.Rows("select count(*) from enriched_sbir_awards where (match_source is null) <> (recipient_uei is null and recipient_cage is null)"));
        Assert.Equal(["0"], run.Project.Rows("select count(*) from enriched_sbir_awards where review_name is not null and match_source is not null"));
    }

    [Fact]
    public void An_award_follows_one_of_the_phase_before_and_of_the_same_company()
    {
        Assert.Equal(["0"], run.Project.Rows("""
            select count(*) from graph.FOLLOWS as f join transformed_sbir_awards as later on later.award_key = f.from_key join transformed_sbir_awards as earlier on earlier.award_key = f.to_key
            where later.company_key <> earlier.company_key or length(later.phase) <> length(earlier.phase) + 1 or f.confidence not between 0.5 and 1.1 or f.days <= 0
            """));
    }

    [Fact]
    public void A_contract_comes_of_an_award_within_two_years_of_its_end()
    {
        Assert.Equal(["0"], run.Project.Rows("select count(*) from transformed_contracts_transitions where days not between 0 and 731 or score not between 0.15 and 1"));
    }

    internal const string Loaded = """
        select element, submitted, created, updated, unchanged, failed from (
            from loaded_companies union all from loaded_sbir_awards union all from loaded_patents union all from loaded_contracts) order by element
        """;

    [GeneratedRegex("""^\{"name": ?"(raw|validated|enriched|transformed|loaded)_(sbir_awards|companies|patents|contracts)(_[a-z_]+)?", ?"group": ?"(sbir_ingestion|enrichment|cet_pipeline|patent_loading|graph_construction)"\}\r?$""")]
    private static partial Regex AssetLine();
}
