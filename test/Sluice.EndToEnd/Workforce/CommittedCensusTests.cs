using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sluice.EndToEnd.Workforce;

/// <summary>The sample as it is committed: it builds, its checks hold, its reports are written, its draws are ours.</summary>
public sealed class CommittedCensusTests(BaselineRun baseline)
{
    [Fact]
    public async Task It_builds_and_every_check_holds()
    {
        var build = await baseline.BuildAsync();

        Assert.Contains("WARN=0 ERROR=0 SKIP=0", build.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_year_ends_at_the_target_of_the_solver()
    {
        var project = await baseline.ProjectAsync();
        var rows = await project.RowsAsync(
            "select simulation_year, starting_headcount, ending_headcount, target_headcount from rpt_multi_year order by 1");

        Assert.Equal(
            ["2025|1000|1030|1030", "2026|1030|1061|1061", "2027|1061|1093|1093", "2028|1093|1126|1126", "2029|1126|1160|1160"],
            rows);
    }

    [Fact]
    public async Task Every_category_of_event_occurs()
    {
        var project = await baseline.ProjectAsync();
        var categories = await project.RowsAsync("select distinct event_category from fct_yearly_events order by 1");

        Assert.Equal(
            [
                "auto_enrollment", "eligibility", "escalation", "experienced_termination", "hire", "new_hire_termination", "opt_out",
                "proactive_enrollment", "promotion", "raise", "voluntary_enrollment", "year_over_year_enrollment",
            ],
            categories);
    }

    [Fact]
    public async Task A_draw_is_the_documented_hash()
    {
        var project = await baseline.ProjectAsync();
        var promotions = await project.RowsAsync(
            "select employee_id, simulation_year, cast(event_details ->> 'increase' as varchar) from fct_yearly_events where event_type = 'promotion'");

        Assert.NotEmpty(promotions);
        Assert.All(promotions, promotion =>
        {
            var parts = promotion.Split('|');
            var draw = Draw($"42|promotion|increase|{parts[0]}|{parts[1]}");
            var expected = Math.Round(0.20 + (0.05 * ((2 * draw) - 1)), 6, MidpointRounding.AwayFromZero);
            Assert.Equal(expected, double.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture), tolerance: 1e-9);
        });
    }

    [Fact]
    public async Task An_event_id_is_the_hash_of_what_identifies_it()
    {
        var project = await baseline.ProjectAsync();
        var rows = await project.RowsAsync(
            "select event_id, employee_id, simulation_year, event_type, cast(effective_date as varchar), event_category from fct_yearly_events");

        Assert.All(rows, row =>
        {
            var parts = row.Split('|');
            var text = $"baseline|standard|{parts[1]}|{parts[2]}|{parts[3]}|{parts[4]}|{parts[5]}";
            Assert.Equal("EVT_" + Convert.ToHexStringLower(Hash(text))[..24], parts[0]);
        });
    }

    [Fact]
    public async Task A_report_of_each_year_is_written()
    {
        var project = await baseline.ProjectAsync();

        for (var year = 2025; year <= 2029; year++)
        {
            using var report = JsonDocument.Parse(project.Read($"target/reports/{year}.json"));
            var row = report.RootElement.ValueKind == JsonValueKind.Array ? report.RootElement[0] : report.RootElement;

            Assert.Equal(year, row.GetProperty("simulation_year").GetInt32());
            Assert.True(row.GetProperty("ending_headcount").GetInt32() > 1000);
        }
    }

    [Fact]
    public async Task The_years_are_written_as_one_csv()
    {
        var project = await baseline.ProjectAsync();
        var lines = project.Read("target/reports/multi_year.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("scenario_id,simulation_year,starting_headcount", lines[0], StringComparison.Ordinal);
        Assert.Equal(6, lines.Length);
    }

    [Fact]
    public async Task The_growth_analysis_is_written()
    {
        var project = await baseline.ProjectAsync();
        using var report = JsonDocument.Parse(project.Read("target/reports/growth.json"));
        var row = report.RootElement.ValueKind == JsonValueKind.Array ? report.RootElement[0] : report.RootElement;

        Assert.Equal(1000, row.GetProperty("starting_headcount").GetInt32());
        Assert.Equal(1160, row.GetProperty("ending_headcount").GetInt32());
        Assert.Equal(0.030129, row.GetProperty("compound_annual_growth_rate").GetDouble(), tolerance: 1e-6);
        Assert.Equal(0.16, row.GetProperty("total_growth_rate").GetDouble(), tolerance: 1e-6);
    }

    [Fact]
    public async Task The_commits_of_the_engine_are_in_the_performance_view()
    {
        var project = await baseline.ProjectAsync();
        var years = await project.ScalarAsync(
            "select count(distinct partition) from mon_pipeline_performance where asset like '%fct_workforce_snapshot%'");

        Assert.Equal("5", years);
    }

    [SuppressMessage("Security", "CA5351", Justification = "The sample draws with it; nothing is kept secret.")]
    private static byte[] Hash(string text) => MD5.HashData(Encoding.UTF8.GetBytes(text));

    private static double Draw(string text) => (BitConverter.ToUInt64(Hash(text), 8) >> 11) / 9007199254740992.0;
}
