using static Sluice.Jinja.Tests.Rendering;

namespace Sluice.Jinja.Tests;

/// <summary>A host function that leaves the macro with a value.</summary>
public sealed class ReturnTests
{
    [Theory]
    [InlineData("{% macro m() %}text{{ return(5) }}more{% endmacro %}{{ m() + 1 }}", "6")]
    [InlineData("{% macro m() %}text{% do return([1, 2]) %}{% endmacro %}{{ m()[1] }}", "2")]
    [InlineData("{% macro m() %}{{ return(none) }}{% endmacro %}{{ m() is none }}", "True")]
    [InlineData("{% macro m(x) %}{% if x %}{{ return('a') }}{% endif %}b{% endmacro %}{{ m(true) }}{{ m(false) }}", "ab")]
    [InlineData("{% macro m() %}{% for i in range(9) %}x{% if i == 3 %}{{ return(i) }}{% endif %}{% endfor %}{% endmacro %}{{ m() * 2 }}", "6")]
    [InlineData("{% macro m() %}{% set x = return(7) %}{% endmacro %}{{ m() }}", "7")]
    [InlineData("{% macro m() %}{{ return(1) if true else 2 }}{% endmacro %}{{ m() + 1 }}", "2")]
    [InlineData("{% macro m() %}{{ 1 + return(3) }}{% endmacro %}{{ m() + 1 }}", "4")]
    [InlineData("{% macro m() %}{{ [return(4)] | length }}{% endmacro %}{{ m() + 1 }}", "5")]
    [InlineData("{% macro m() %}{% set x %}a{{ return(8) }}{% endset %}{% endmacro %}{{ m() + 1 }}", "9")]
    [InlineData("{% macro m() %}{% filter upper %}a{{ return('b') }}{% endfilter %}{% endmacro %}{{ m() }}", "b")]
    [InlineData("{% macro m() %}{% with a = 1 %}{{ return(a) }}{% endwith %}{% endmacro %}{{ m() + 1 }}", "2")]
    [InlineData("{% macro m() %}{% for i in [[1], 2] recursive %}{% if i is number %}{{ return(i) }}{% else %}{{ loop(i) }}{% endif %}{% endfor %}{% endmacro %}{{ m() + 1 }}", "2")]
    [InlineData("{% macro inner() %}{{ return(1) }}{% endmacro %}{% macro outer() %}{% set x = inner() %}{{ return(x + 1) }}{% endmacro %}{{ outer() + 1 }}", "3")]
    [InlineData("{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}x{{ return('y') }}{% endcall %}", "[y]")]
    [InlineData("a{{ return(1) }}b", "a")]
    public void Return_leaves_the_macro_with_its_value_and_without_its_text(string template, string expected)
    {
        Assert.Equal(expected, Render(template, ("return", Return)));
    }

    [Fact]
    public void A_bound_macro_gives_the_host_the_value_with_its_type()
    {
        var macro = Compile("{% macro m(n) %}{{ return({'n': n}) }}{% endmacro %}").Macros[0].Bind(Scope(("return", Return)));

        var value = Assert.IsType<JinjaDict>(macro.Invoke(JinjaCall.Of([3])));

        Assert.Equal(3L, value["n"]);
    }
}
