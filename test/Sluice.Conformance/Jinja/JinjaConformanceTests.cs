namespace Sluice.Conformance.Jinja;

/// <summary>Every recorded case: the same output to the byte, or an error of the same kind on the same line.</summary>
public sealed class JinjaConformanceTests(ITestOutputHelper output)
{
    public static IEnumerable<TheoryDataRow<string>> Cases =>
        CaseFile.All.Keys.Select(id => new TheoryDataRow<string>(id) { TestDisplayName = id });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Renders_as_Jinja2(string id)
    {
        var one = CaseFile.All[id];

        var run = CaseRun.Of(one);

        var difference = Difference(one, run);
        if (!Deviation.All.TryGetValue(id, out var deviation))
        {
            Assert.True(difference is null, difference);
            return;
        }

        Assert.True(difference is not null, "this is listed as a deviation, but it is as recorded: take it off the list");
        Assert.Equal(deviation.Ours, run.Outcome);
    }

    [Fact]
    public void Deviations_are_few_and_argued()
    {
        foreach (var (id, deviation) in Deviation.All)
        {
            output.WriteLine($"{id}\n  {deviation.Reason}");
        }

        output.WriteLine($"{Deviation.All.Count} deviations in {CaseFile.All.Count} cases");
        Assert.All(Deviation.All, listed => Assert.True(CaseFile.All.ContainsKey(listed.Key), $"no case is named {listed.Key}"));
        Assert.All(Deviation.All.Values, listed => Assert.True(listed.Reason.Length > 20, "a deviation needs its reason"));
        Assert.True(Deviation.All.Count * 100 <= CaseFile.All.Count, "more than one case in a hundred deviates");
    }

    [Fact]
    public void The_compatibility_page_counts_and_lists_the_deviations() => CompatibilityPage.Check("jinja2", CompatibilitySection.Text());

    private static string? Difference(Case one, CaseRun run)
    {
        if (!one.Fails)
        {
            return string.Equals(run.Output, one.Recorded, StringComparison.Ordinal)
                ? null
                : $"{one.Template}\n--- Jinja2\n{one.Recorded}\n--- here\n{run.Output ?? run.Message}";
        }

        var expected = RecordedError.Parse(one.Recorded);
        return run.Error is { } error && error.Matches(expected)
            ? null
            : $"{one.Template}\n--- Jinja2: {expected}\n{one.Recorded}\n--- here: {run.Outcome}\n{run.Message}";
    }
}
