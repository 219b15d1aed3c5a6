using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Caching;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Tests.Caching;

public sealed class TreeTests
{
    [Theory]
    [InlineData("a: 1\nb: [x, 'y', \"1\", 1.5, 2024-01-01, true, null, ~, 0x1F, 99999999999999999999]\n")]
    [InlineData("models:\n  - &m { name: x, description: same, columns: [{ name: x }] }\n  - *m\n  - <<: *m\n    name: z\n")]
    [InlineData("- |\n  block\n  text\n- >-\n  folded\n- !!str 12\n- ''\n")]
    [InlineData("{}\n")]
    public void A_tree_is_read_back_with_values_and_places(string text)
    {
        var source = new SourceText("x.yml", text);
        var tree = YamlFile.Parse(source, new DiagnosticBag())!;

        var bytes = TreeWriter.Write(tree);

        Assert.NotNull(bytes);
        Assert.Equal(Describe(tree), Describe(TreeReader.Read(bytes, source)));
    }

    [Fact]
    public void A_node_that_aliases_name_a_billion_times_is_kept_once()
    {
        var text = "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));
        var source = new SourceText("x.yml", text);

        var bytes = TreeWriter.Write(YamlFile.Parse(source, new DiagnosticBag())!)!;

        var read = (YamlMapping)TreeReader.Read(bytes, source);
        var last = (YamlSequence)read.Get("a30")!;
        Assert.True(bytes.Length < 2000);
        Assert.Same(last.Items[0], last.Items[1]);
        Assert.Same(read.Get("a29"), last.Items[0]);
    }

    private static string Describe(YamlNode node) => node switch
    {
        YamlScalar scalar => string.Create(CultureInfo.InvariantCulture, $"{scalar.Text}|{scalar.Value}|{scalar.Value?.GetType()}|{scalar.IsPlain}{scalar.Span}"),
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Describe))}]{sequence.Span}",
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(entry => $"{Describe(entry.Key)}: {Describe(entry.Value)}"))}}}{mapping.Span}",
        _ => throw new InvalidOperationException(node.Kind),
    };
}
