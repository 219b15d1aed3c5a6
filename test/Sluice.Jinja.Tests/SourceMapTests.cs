using static Sluice.Jinja.Tests.Rendering;

namespace Sluice.Jinja.Tests;

/// <summary>From an offset of the rendered text back to the template.</summary>
public sealed class SourceMapTests
{
    [Fact]
    public void Every_character_of_the_output_is_found_again()
    {
        var template = Compile("select a,\n  {{ name }} as n\nfrom t");
        var map = new SourceMap();

        var text = template.Render(Scope(("name", "'x'")), new RenderOptions { Map = map });

        Assert.Equal("select a,\n  'x' as n\nfrom t", text);
        Assert.Equal("name", Slice(template, map, text.IndexOf("'x'", StringComparison.Ordinal) + 1));
        Assert.StartsWith("from t", Slice(template, map, text.IndexOf("from", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Null(map.Find(text.Length));
    }

    [Fact]
    public void Text_of_a_macro_leads_to_the_call_and_into_the_macro()
    {
        var template = Compile("{% macro inner(x) %}bad {{ x }}{% endmacro %}{% macro outer(x) %}a {{ inner(x) }}{% endmacro %}select {{ outer(1) }} from t");
        var map = new SourceMap();

        var text = template.Render(Scope(), new RenderOptions { Map = map });
        var entry = map.Find(text.IndexOf("bad", StringComparison.Ordinal))!;

        Assert.Equal("outer(1)", template.Source.Slice(entry.Span));
        Assert.Equal(["in macro `inner`", "in macro `outer`"], entry.Frames.Select(frame => frame.What));
        Assert.StartsWith("bad", template.Source.Slice(entry.Frames[0].Span), StringComparison.Ordinal);
        Assert.Equal("inner(x)", template.Source.Slice(entry.Frames[1].Span));
    }

    [Fact]
    public void A_loop_maps_each_iteration_to_its_body()
    {
        var template = Compile("{% for i in range(3) %}{{ i }},{% endfor %}");
        var map = new SourceMap();

        var text = template.Render(Scope(), new RenderOptions { Map = map });

        Assert.Equal("0,1,2,", text);
        Assert.Equal("i", Slice(template, map, 4));
        Assert.StartsWith(",", Slice(template, map, 5), StringComparison.Ordinal);
    }

    private static string Slice(Template template, SourceMap map, int offset) => template.Source.Slice(map.Find(offset)!.Span);
}
