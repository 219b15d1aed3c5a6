using System.Globalization;
using System.Numerics;
using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Tests.Yaml;

/// <summary>Plain scalars mean what PyYAML's safe loader makes of them.</summary>
public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("yes", "bool True")]
    [InlineData("Off", "bool False")]
    [InlineData("y", "str y")]
    [InlineData("~", "none")]
    [InlineData("null", "none")]
    [InlineData("12", "int 12")]
    [InlineData("1_000", "int 1000")]
    [InlineData("010", "int 8")]
    [InlineData("08", "str 08")]
    [InlineData("0x1F", "int 31")]
    [InlineData("0b101", "int 5")]
    [InlineData("-7", "int -7")]
    [InlineData("1:30", "int 90")]
    [InlineData("123456789012345678901234567890", "big 123456789012345678901234567890")]
    [InlineData("1.5", "float 1.5")]
    [InlineData("1.", "float 1")]
    [InlineData(".5", "float 0.5")]
    [InlineData("1e3", "str 1e3")]
    [InlineData("1.0e+3", "float 1000")]
    [InlineData("-.inf", "float -Infinity")]
    [InlineData("1:30.5", "float 90.5")]
    [InlineData("2024-01-02", "date 2024-01-02")]
    [InlineData("2024-13-02", "str 2024-13-02")]
    [InlineData("2024-01-02 03:04:05", "time 2024-01-02T03:04:05")]
    [InlineData("2024-1-2T3:04:05.5Z", "offset 2024-01-02T03:04:05.5000000+00:00")]
    [InlineData("1.2.3", "str 1.2.3")]
    [InlineData("=1", "str =1")]
    public void A_plain_scalar_is_read_as_in_yaml_1_1(string text, string expected) => Assert.Equal(expected, Describe(YamlScalars.Resolve(text)));

    [Fact]
    public void Keys_and_values_have_the_places_of_the_file()
    {
        var source = new SourceText("x.yml", "a: 1\nb:\n  - c: 'two words'\n");

        var root = (YamlMapping)YamlFile.Parse(source, new DiagnosticBag())!;
        var inner = (YamlMapping)((YamlSequence)root.Get("b")!).Items[0];

        Assert.Equal(["a", "c", "'two words'"], [source.Slice(root.Find("a")!.Key.Span), source.Slice(inner.Find("c")!.Key.Span), source.Slice(inner.Get("c")!.Span)]);
    }

    [Fact]
    public void A_merge_key_adds_what_is_not_given()
    {
        var source = new SourceText("x.yml", "base: &base { a: 1, b: 2 }\nuse: { <<: *base, b: 3 }\n");

        var use = (YamlMapping)((YamlMapping)YamlFile.Parse(source, new DiagnosticBag())!).Get("use")!;

        Assert.Equal(["b=3", "a=1"], use.Entries.Select(entry => $"{entry.Key.Text}={((YamlScalar)entry.Value).Text}"));
    }

    [Fact]
    public void An_anchor_that_multiplies_itself_stays_small()
    {
        var text = new System.Text.StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        }

        var root = YamlFile.Parse(new SourceText("bomb.yml", text.ToString()), new DiagnosticBag());

        Assert.Throws<DiagnosticException>(() => YamlValues.ToValue(root));
    }

    private static string Describe(object? value) => value switch
    {
        null => "none",
        bool truth => $"bool {truth}",
        long number => $"int {number}",
        BigInteger number => $"big {number}",
        double number => string.Create(CultureInfo.InvariantCulture, $"float {number}"),
        DateOnly date => $"date {date:yyyy-MM-dd}",
        DateTime time => $"time {time:s}",
        DateTimeOffset time => $"offset {time:O}",
        _ => $"str {value}",
    };
}
