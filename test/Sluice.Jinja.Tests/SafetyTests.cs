using static Sluice.Jinja.Tests.Rendering;

namespace Sluice.Jinja.Tests;

/// <summary>What a template cannot do: reach what was not exposed, go on without end, disturb another render.</summary>
public sealed class SafetyTests
{
    private static readonly JinjaLimits Small = new() { MaxDepth = 60, MaxOutputChars = 10_000, MaxLoopIterations = 10_000 };

    [Theory]
    [InlineData("{{ ''.__class__ }}")]
    [InlineData("{{ ''.GetType }}")]
    [InlineData("{{ ''.Length }}")]
    [InlineData("{{ [].__class__ }}")]
    [InlineData("{{ (1).GetType }}")]
    [InlineData("{{ host.GetType }}")]
    [InlineData("{{ host.ToString }}")]
    [InlineData("{{ host.Secret }}")]
    [InlineData("{{ host['Secret'] }}")]
    [InlineData("{{ host | attr('Secret') }}")]
    [InlineData("{{ [host] | map(attribute='Secret') | join }}")]
    [InlineData("{{ f.Invoke }}")]
    [InlineData("{{ f.body }}")]
    public void Nothing_is_reachable_that_was_not_exposed(string template)
    {
        Assert.Equal("", Render(template, ("host", new Host()), ("f", new JinjaFunction("f", _ => null))));
    }

    [Theory]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}")]
    [InlineData("{% for i in range(10 ** 9) %}{% endfor %}")]
    [InlineData("{% for i in range(10 ** 9) if false %}{% endfor %}")]
    [InlineData("{% for i in range(10 ** 9) %}{{ loop.length }}{% endfor %}")]
    [InlineData("{{ range(10 ** 9) | list }}")]
    [InlineData("{{ range(10 ** 9) | sum }}")]
    [InlineData("{{ range(10 ** 9) | select('odd') | list | length }}")]
    [InlineData("{{ range(10 ** 9) | batch(2) | list | length }}")]
    [InlineData("{% for i in range(5000) %}xxxxxxxxxx{% endfor %}")]
    [InlineData("{{ 'x' * 10 ** 10 }}")]
    [InlineData("{{ [1] * 10 ** 10 }}")]
    [InlineData("{{ 'x'.center(10 ** 10) }}")]
    [InlineData("{{ 'x'.ljust(10 ** 10) }}")]
    [InlineData("{{ 'x' | indent(10 ** 10) }}")]
    [InlineData("{{ '%10000000000d' % 1 }}")]
    [InlineData("{{ '{:10000000000d}'.format(1) }}")]
    [InlineData("{{ 10 ** (10 ** 10) }}")]
    [InlineData("{{ '\t'.expandtabs(10 ** 12) }}")]
    public void Work_without_end_is_stopped(string template)
    {
        var options = new JinjaOptions { Limits = Small };

        Assert.Throws<JinjaException>(() => Render(options, template));
    }

    [Fact]
    public void A_value_that_contains_itself_is_printed_and_compared_without_a_crash()
    {
        Assert.Equal("[1, [...]]", Render("{% set xs = [1] %}{% do xs.append(xs) %}{{ xs }}"));
        Assert.Throws<JinjaException>(() => Render("{% set a = [] %}{% set b = [] %}{% do a.append(b) %}{% do b.append(a) %}{{ a == b }}"));
        Assert.Throws<JinjaException>(() => Render("{% set xs = [1] %}{% do xs.append(xs) %}{{ xs | tojson }}"));
    }

    [Fact]
    public void A_deeply_nested_expression_is_an_error_and_no_overflow()
    {
        foreach (var nested in new[] { new string('(', 5000), new string('[', 5000), string.Concat(Enumerable.Repeat("not ", 5000)), new string('-', 5000), string.Concat(Enumerable.Repeat("f(", 5000)) })
        {
            Assert.Throws<JinjaException>(() => Compile("{{ " + nested + "1 }}"));
        }

        Assert.Throws<JinjaException>(() => Compile(string.Concat(Enumerable.Repeat("{% if a %}", 5000))));
        Assert.Throws<JinjaException>(() => Compile("{{ a" + string.Concat(Enumerable.Repeat(" + 1", 5000)) + " }}"));
        Assert.Throws<JinjaException>(() => Compile("{{ a" + string.Concat(Enumerable.Repeat(".b", 5000)) + " }}"));
    }

    [Fact]
    public void A_cancelled_render_stops_with_the_token_of_the_caller()
    {
        using var source = new CancellationTokenSource();
        var template = Compile("{% for i in range(10 ** 7) %}{% if i == 2000 %}{{ cancel() }}{% endif %}{% endfor %}");
        var cancel = new JinjaFunction("cancel", _ =>
        {
            source.Cancel();
            return "";
        });

        var error = Assert.Throws<OperationCanceledException>(
            () => template.Render(Scope(("cancel", cancel)), new RenderOptions { CancellationToken = source.Token }));

        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public void One_template_renders_on_many_threads_at_once()
    {
        var template = Compile("{% macro m(x) %}{% set y = x * 2 %}{{ y }}{% endmacro %}{% set ns = namespace(sum=0) %}{% for i in range(n) %}{% set ns.sum = ns.sum + i %}{{ m(i) }},{% endfor %}{{ ns.sum }}");
        var expected = Enumerable.Range(0, 50).Select(n => template.Render(Scope(("n", n)))).ToArray();
        var fresh = Compile(template.Source.Text);

        Parallel.For(0, 2000, i => Assert.Equal(expected[i % 50], fresh.Render(Scope(("n", i % 50)))));
    }

    [Fact]
    public void A_host_that_catches_an_error_can_go_on()
    {
        var tolerant = new JinjaFunction("tolerant", call =>
        {
            try
            {
                return call.Invoke(call.Args[0], []);
            }
            catch (JinjaException error)
            {
                return error.Diagnostics[0].Code;
            }
        });

        var text = Render(
            "{% macro bad() %}{{ 1 // 0 }}{% endmacro %}{% for i in range(300) %}{{ tolerant(bad) if i == 299 else (tolerant(bad) and '') }}{% endfor %}",
            ("tolerant", tolerant));

        Assert.Equal("SLUICE1024", text);
    }

    [Fact]
    public void Values_that_mean_nothing_to_a_template_are_refused()
    {
        Assert.Throws<ArgumentException>(() => JinjaValue.From(DateTimeOffset.UnixEpoch));
    }

    private sealed class Host : JinjaObject
    {
        public string Secret => "secret";
    }
}
