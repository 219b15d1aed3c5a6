namespace Sluice.Hosting.Tests.Fingerprints;

/// <summary>Which assets count as changed when the code of an application is edited and compiled again.</summary>
public sealed class CodeFingerprintTests(CompiledShop shop) : IClassFixture<CompiledShop>
{
    [Theory]
    [InlineData("an unrelated method, and more members above all")]
    [InlineData("what an iterator yields", "waits")]
    [InlineData("the data of an array", "calls")]
    [InlineData("the code of a service", "priced")]
    [InlineData("which service is taken", "priced")]
    [InlineData("how a record computes", "reads")]
    [InlineData("a lambda", "calls")]
    public void An_edit_changes_the_assets_whose_code_leads_to_it_and_no_others(string edit, params string[] changed)
    {
        // What a lambda captures may come from anywhere: it counts with its assembly.
        Assert.Equal([.. changed, "captures"], Differing("nothing", edit).OrderBy(name => name == "captures"));
    }

    [Fact]
    public void Declared_versions_and_fingerprints_do_not_hang_on_the_order_in_which_assets_are_read()
    {
        Assert.All(shop.Codes["nothing"].Values, code => Assert.Matches("\n(code [0-9a-f]{32}|assembly [0-9a-f]{32})", code));
        Assert.Equal(["captures"], shop.Codes["nothing"].Where(asset => asset.Value.Contains("assembly ", StringComparison.Ordinal)).Select(asset => asset.Key));
    }

    [Fact]
    public async Task An_application_that_is_compiled_again_builds_again_what_has_changed()
    {
        using var bench = new Bench();
        await bench.MustRunAsync(First, "run");

        await bench.MustRunAsync(Second, "run");

        Assert.Contains("PASS=1", bench.Error, StringComparison.Ordinal);
        Assert.Equal(["2"], bench.Query("select id from changed"));
    }

    private sealed record Row(int Id);

    private static void First(SluiceApplicationBuilder builder)
    {
        builder.AddAsset<Row>("changed", () => new[] { new Row(1) }).AlwaysRuns(false);
        builder.AddAsset<Row>("same", () => new[] { new Row(7) }).AlwaysRuns(false);
    }

    private static void Second(SluiceApplicationBuilder builder)
    {
        builder.AddAsset<Row>("changed", () => new[] { new Row(2) }).AlwaysRuns(false);
        builder.AddAsset<Row>("same", () => new[] { new Row(7) }).AlwaysRuns(false);
    }

    private IEnumerable<string> Differing(string one, string other) =>
        shop.Codes[one].Where(asset => shop.Codes[other][asset.Key] != asset.Value).Select(asset => asset.Key);
}
