using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>Partitions of a calendar: keys that people read, and a column that holds a date.</summary>
public sealed class DatePartitionTests
{
    [Fact]
    public async Task Months_are_built_one_after_the_other_over_a_column_of_dates()
    {
        using var folder = Project("dates: { from: 2024-11-15, to: 2025-02-01, by: month }");

        (await folder.RunAsync("run")).Ends(0);

        Assert.Equal(
            ["2024-11-01|DATE|2024-11|2024-12-01|NULL|1", "2024-12-01|DATE|2024-12|2025-01-01|2024-11|2", "2025-01-01|DATE|2025-01|2025-02-01|2024-12|3", "2025-02-01|DATE|2025-02|2025-03-01|2025-01|4"],
            await Database.RowsAsync(folder.Database, "select period::varchar, typeof(period), key, until, before, number from steps order by 1"));
        Assert.Equal("4", await Database.ScalarAsync(folder.Database, "select amount from total"));
        Assert.Contains("nothing to do: all 5 steps unchanged", (await folder.RunAsync("run")).Ends(0).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("week", "2020-12-30", "2021-01-12", "2020-W53|2021-W01|2021-W02")]
    [InlineData("quarter", "2023-11-01", "2024-05-01", "2023-Q4|2024-Q1|2024-Q2")]
    [InlineData("year", "2023-11-01", "2024-05-01", "2023|2024")]
    [InlineData("day", "2024-02-28", "2024-03-01", "2024-02-28|2024-02-29|2024-03-01")]
    public async Task Each_period_has_keys_of_its_own(string by, string from, string to, string keys)
    {
        using var folder = Project($"dates: {{ from: {from}, to: {to}, by: {by} }}");

        (await folder.RunAsync("run")).Ends(0);

        Assert.Equal(keys, string.Join('|', await Database.RowsAsync(folder.Database, "select key from steps order by number")));
    }

    [Fact]
    public async Task A_shorter_calendar_and_one_partition_of_it_are_read_by_their_dates()
    {
        using var folder = Project("dates: { from: 2024-01-01, to: 2024-03-31, by: month }");
        (await folder.RunAsync("run")).Ends(0);
        folder.Write("sluice.yml", "name: toy\npartitions:\n  period: { dates: { from: 2024-01-01, to: 2024-02-01, by: month } }\n");

        (await folder.RunAsync("run")).Ends(0);
        var forced = (await folder.RunAsync("run", "--partition", "2024-02", "--force", "--select", "steps")).Ends(0);

        Assert.Contains("steps[2024-02]", forced.Error, StringComparison.Ordinal);
        Assert.Equal("2", await Database.ScalarAsync(folder.Database, "select amount from total"));
        Assert.Equal("3", await Database.ScalarAsync(folder.Database, "select count(*) from steps"));
    }

    [Fact]
    public async Task Today_is_the_day_in_the_time_zone_that_is_named()
    {
        using var folder = Project("dates: { from: today, to: today, timezone: Pacific/Kiritimati }");

        (await folder.RunAsync("run")).Ends(0);

        var day = DateOnly.ParseExact(await Database.ScalarAsync(folder.Database, "select key from steps"), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var there = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(14));
        Assert.InRange(there.DayNumber - day.DayNumber, 0, 1);
    }

    [Theory]
    [InlineData("dates: { from: 2024-03-01, to: 2024-01-01 }", "ends-before-start")]
    [InlineData("dates: { from: 2024-03-01 }", "no-end")]
    [InlineData("dates: { from: 2024-13-01, to: today }", "no-day")]
    [InlineData("dates: { from: 2024-01-01, to: today, by: mnth }", "no-period")]
    [InlineData("dates: { from: 2024-01-01, to: today, timezone: Mars/Olympus }", "no-zone")]
    public async Task What_is_wrong_with_dates_is_told_at_its_place(string dates, string name)
    {
        using var folder = Project(dates);

        var result = (await folder.RunAsync("parse")).Ends(2);

        Golden.Check($"dates-{name}.txt", result.Error);
    }

    private static ProjectFolder Project(string dates) => ProjectFolder.Toy(
        ("sluice.yml", $"name: toy\npartitions:\n  period: {{ {dates} }}\n"),
        ("models/steps.sql", """
            {{ config(materialized='table', partition_by='period') }}
            select {{ partition.sql }} as period, '{{ partition.key }}' as key, '{{ partition.end }}' as until, {{ "'" ~ partition.previous ~ "'" if partition.previous else 'null' }}::varchar as before,
            {% if partition.first %}1 as number{% else %}(select max(number) + 1 from {{ prev('steps') }} as earlier) as number{% endif %}

            """),
        ("models/total.sql", "{{ config(materialized='table') }}\nselect count(*) as amount from {{ ref('steps') }}\n"));
}
