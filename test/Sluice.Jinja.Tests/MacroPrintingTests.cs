using static Sluice.Jinja.Tests.Rendering;

namespace Sluice.Jinja.Tests;

/// <summary>A macro whose call is the whole of an output prints into the output of its caller; nobody may see a difference.</summary>
public sealed class MacroPrintingTests
{
    [Fact]
    public void A_return_takes_back_more_text_than_a_writer_is_given_at_once()
    {
        var template = Compile("a{% macro m() %}{% for i in range(20000) %}text{% endfor %}{{ return('b') }}{% endmacro %}{{ m() }}c");
        using var output = new StringWriter();

        template.Render(Scope(("return", Return)), output);

        Assert.Equal("abc", output.ToString());
    }

    [Fact]
    public void A_return_in_the_middle_of_an_expression_takes_back_the_text_of_inner_macros_too()
    {
        const string Text = "{% macro inner() %}x{{ 1 + return(2) }}{% endmacro %}"
            + "{% macro outer() %}[{{ inner() }}]{{ 'y' ~ return('z') }}{% endmacro %}{{ inner() }},{{ outer() }}";

        Assert.Equal("2,z", Render(Text, ("return", Return)));
    }

    [Fact]
    public void The_whole_text_of_long_macros_reaches_a_writer()
    {
        var template = Compile("{% macro m(n) %}{% for i in range(n) %}{{ i }},{% endfor %}{% endmacro %}<{{ m(9000) }}|{{ m(7000) }}>");
        using var output = new StringWriter();

        template.Render(Scope(), output);

        Assert.Equal(template.Render(Scope()), output.ToString());
        Assert.EndsWith("6999,>", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% set ns = namespace() %}{% autoescape true %}{% macro m() %}<{{ '<' }}{% endmacro %}{{ CALL }}{% set ns.m = m %}{% endautoescape %}{% set m = ns.m %}{{ CALL }}")]
    [InlineData("{% macro m() %}<{{ '<' }}{% endmacro %}{% autoescape true %}{{ CALL }}{% endautoescape %}")]
    [InlineData("{% macro m() %}<{{ '<' }}{% endmacro %}{% autoescape on %}{{ CALL }}{% endautoescape %}{% autoescape not on %}{{ CALL }}{% endautoescape %}")]
    [InlineData("{% set ns = namespace() %}{% macro m() %}<{{ '<' }}{% endmacro %}{% autoescape true %}{% macro n() %}{{ CALL }}&{{ '&' }}{% endmacro %}{% set ns.n = n %}{% endautoescape %}{{ ns.n() }}")]
    public void Text_is_escaped_as_the_text_of_a_stored_call_is(string template)
    {
        var direct = template.Replace("CALL", "m()", StringComparison.Ordinal);
        var stored = template.Replace("{{ CALL }}", "{% set text = m() %}{{ text }}", StringComparison.Ordinal);

        Assert.Equal(Render(stored, ("on", true)), Render(direct, ("on", true)));
    }

    [Fact]
    public void Arguments_reach_their_parameters_whichever_macro_a_place_calls()
    {
        const string Text = """
            {% macro a(x, y=2) %}a{{ x }}{{ y }};{% endmacro %}
            {%- macro b(y, x='d') %}b{{ x }}{{ y }};{% endmacro %}
            {%- macro c(y) %}c{{ y }}{{ kwargs }};{% endmacro %}
            {%- for m in [a, b, c, a, c, b] %}{{ m(y=1, x=5) }}{% endfor %}
            """;

        Assert.Equal("a51;b51;c1{'x': 5};a51;c1{'x': 5};b51;", Render(Text));
    }

    [Theory]
    [InlineData("{{ m(1, x=2) }}", "macro `m` got two values for `x`")]
    [InlineData("{{ m(z=2) }}", "macro `m` takes no keyword argument `z`")]
    [InlineData("{{ m(1, 2, 3) }}", "macro `m` takes not more than 2 arguments, but 3 were given")]
    public void Arguments_that_do_not_fit_are_told_at_the_call(string call, string message)
    {
        var error = Failure("{% macro m(x, y=1) %}{% endmacro %}" + call);

        Assert.Equal(message, error.Diagnostics[0].Message);
        Assert.Equal(37, error.Diagnostics[0].Span.Start - 1);
    }

    [Fact]
    public void An_error_inside_tells_the_chain_of_calls()
    {
        var error = Failure("{% macro inner() %}{{ 1 // 0 }}{% endmacro %}{% macro outer() %}a{{ inner() }}{% endmacro %}b{{ outer() }}");

        Assert.Equal(
            ["in macro `inner`, called from", "in macro `outer`, called from"], error.Diagnostics[0].Chain.Select(frame => frame.What));
    }

    [Fact]
    public void The_text_of_a_macro_counts_against_the_limit_of_the_whole_text()
    {
        var options = new JinjaOptions { Limits = new JinjaLimits { MaxOutputChars = 1000 } };

        var error = Failure(() => Render(
            options, "{% macro m() %}{% for i in range(400) %}x{% endfor %}{% endmacro %}{{ m() }}{{ m() }}{{ m() }}"));

        Assert.Equal("SLUICE1041", error.Diagnostics[0].Code);
    }

    [Fact]
    public void A_missing_method_is_told_before_its_arguments_are_looked_at()
    {
        var error = Failure("{{ missing.append(1 // 0) }}");

        Assert.Equal("`missing` is undefined", error.Diagnostics[0].Message);
    }

    [Fact]
    public void A_list_that_shrinks_while_a_filtered_loop_goes_over_it_is_no_failure()
    {
        Assert.Equal("1;2;", Render("{% set xs = [1, 2, 3] %}{% for x in xs if xs.pop() or true %}{{ x }};{% endfor %}"));
    }

    [Fact]
    public void A_map_leads_through_text_values_and_inner_macros_to_each_place()
    {
        var template = Compile("{% macro inner(x) %}<{{ x }}>{% endmacro %}{% macro outer(x) %}pre {{ x }} {{ inner(x) }} post{% endmacro %}head {{ outer(7) }} tail {{ [1, 2] | join('+') }}");
        var map = new SourceMap();

        var text = template.Render(Scope(), new RenderOptions { Map = map });
        var deep = map.Find(text.IndexOf("<7", StringComparison.Ordinal) + 1)!;
        var joined = map.Find(text.IndexOf('+', StringComparison.Ordinal))!;

        Assert.Equal("head pre 7 <7> post tail 1+2", text);
        Assert.Equal(["x", "inner(x)"], deep.Frames.Select(frame => template.Source.Slice(frame.Span)));
        Assert.StartsWith(" post", template.Source.Slice(map.Find(text.IndexOf("post", StringComparison.Ordinal) - 1)!.Frames[0].Span), StringComparison.Ordinal);
        Assert.Equal("join", template.Source.Slice(joined.Span));
    }
}
