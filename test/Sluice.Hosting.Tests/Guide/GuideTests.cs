using System.Text.RegularExpressions;

namespace Sluice.Hosting.Tests.Guide;

/// <summary>The guide's code is what is run here.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public void Every_block_of_csharp_in_the_guide_is_compiled_code()
    {
        var source = Lines(File.ReadAllText(Clone.Path("test/Sluice.Hosting.Tests/Guide/GuideExamples.cs")));
        var blocks = Blocks().Matches(File.ReadAllText(Clone.Path("docs/guides/csharp-assets.md"))).Select(match => match.Groups["code"].Value).ToList();

        Assert.Equal(10, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Lines(block), source, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_shop_of_the_guide_runs()
    {
        using var bench = new Bench();
        bench.Write("in/orders.csv", "id,customer,amount,day\n1,ann,10.50,2026-01-02\n2,bob,many,2026-01-02\n3,ann,2,2026-01-03\n");

        await bench.MustRunAsync(GuideExamples.Shop, "run");

        Assert.Equal(["ann|12.50"], bench.Query("select * from balances"));
        Assert.Equal(["2|amount `many`"], bench.Query("select * from rejected"));
    }

    [Fact]
    public async Task The_other_examples_run()
    {
        using var bench = new Bench();

        await bench.MustRunAsync(
            builder =>
            {
                GuideExamples.Years(builder);
                GuideExamples.Large(builder);
                GuideExamples.Incremental(builder);
                GuideExamples.Reliable(builder);
            },
            "run", "--exclude", "customers");

        Assert.Equal(["2024.00", "4049.00", "6075.00"], bench.Query("select amount from yearly order by year"));
        Assert.Equal(["50"], bench.Query("select count(*) from clean_names where name like 'N%'"));
        Assert.Equal(["ann|0.20", "bob|0.10"], bench.Query("select * from interest order by customer"));
    }

    // Indentation is the page's own.
    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blocks();
}
