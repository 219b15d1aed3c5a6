using static Sluice.Jinja.Tests.Rendering;

namespace Sluice.Jinja.Tests;

/// <summary>Options, own filters and tests, and values of the host.</summary>
public sealed class DialectTests
{
    [Fact]
    public void Undefined_prints_nothing_and_fails_when_it_is_used()
    {
        Assert.Equal("[]", Render("[{{ missing }}{{ missing.name if false }}{{ {'a': 1}.b }}]"));
        Assert.Equal(JinjaErrorKind.Undefined, Failure("{{ missing.name }}").Kind);
        Assert.Equal(JinjaErrorKind.Undefined, Failure("{{ missing() }}").Kind);
    }

    [Fact]
    public void Pure_jinja_has_no_do_and_no_break()
    {
        var pure = new JinjaOptions { DoStatement = false, LoopControls = false };

        Assert.Equal("SLUICE1004", Failure(() => Render(pure, "{% do x %}")).Diagnostics[0].Code);
        Assert.Equal("SLUICE1004", Failure(() => Render(pure, "{% for x in [1] %}{% break %}{% endfor %}")).Diagnostics[0].Code);
    }

    [Fact]
    public void Filters_tests_and_globals_of_the_host_are_used_by_name()
    {
        var environment = new JinjaEnvironment();
        environment.Filters.Set("twice", call => call.Bind("twice", "value", "sep?") is var arguments ? arguments.Text(0) + arguments.Text(1, "") + arguments.Text(0) : null);
        environment.Tests.Set("big", call => (long)call.Args[0]! > 100);
        environment.Globals.Set("answer", 42);
        environment.Filters.Remove("upper");

        var text = environment.Compile(new("a", "{{ 'a' | twice('-') }} {{ 101 is big }} {{ answer }} {{ ['x', 'y'] | map('twice') | join }} {{ [1, 200] | select('big') | list }} {{ 'upper' is filter }}")).Render(Scope());

        Assert.Equal("a-a True 42 xxyy [200] False", text);
    }

    [Fact]
    public void Net_collections_and_integers_become_values()
    {
        var text = Render(
            "{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}",
            ("a", new[] { 1, 2 }), ("b", new Dictionary<string, object?> { ["k"] = (short)3 }), ("c", 1.5f), ("d", ulong.MaxValue), ("e", new List<object?> { null, true, 'c' }));

        Assert.Equal("[1, 2] {'k': 3} 1.5 18446744073709551615 [None, True, 'c']", text);
    }

    [Fact]
    public void A_host_object_answers_for_its_members()
    {
        Assert.Equal(
            "\"a\".\"b\" b 2 [1, 2] True yes",
            Render("{{ r }} {{ r.name }} {{ r['two'] }} {{ r | list }} {{ 1 in r }} {{ r(answer='yes') }}", ("r", new Relation())));
    }

    [Fact]
    public void Decimals_print_plainly_and_count_exactly()
    {
        Assert.Equal("2.50 5.00 True 1.1 [Decimal('2.50')]", Render("{{ d }} {{ d * 2 }} {{ d == 2.5 }} {{ d - 1.4 | default(0) if false else 1.1 }} {{ [d] }}", ("d", 2.50m)));
    }

    [Fact]
    public void The_call_tells_its_place()
    {
        var where = new JinjaFunction("where", call => $"{call.Source.Path}:{call.Source.Locate(call.Span.Start).Line}");

        Assert.Equal("\nmain.sql:2", Render("\n{{ where() }}", ("where", where)));
    }

    [Fact]
    public void Rendering_to_a_writer_gives_the_same_text()
    {
        var template = Compile("{% for i in range(5000) %}{{ i }} line\n{% endfor %}");
        using var writer = new StringWriter();

        template.Render(Scope(), writer);

        Assert.Equal(template.Render(Scope()), writer.ToString());
    }

    [Fact]
    public void A_module_has_the_exports_of_its_template()
    {
        var module = Compile("{% set a = 1 %}{% set _b = 2 %}{% macro m() %}x{% endmacro %}text").MakeModule(Scope());

        Assert.Equal(["a", "m"], module.Exports.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("text", module.ToText());
    }

    private sealed class Relation : JinjaObject
    {
        public override string ToText() => "\"a\".\"b\"";

        public override bool TryGetAttribute(string name, out object? value)
        {
            value = "b";
            return name == "name";
        }

        public override bool TryGetItem(object? key, out object? value)
        {
            value = 2;
            return key is "two";
        }

        public override IEnumerable<object?> Iterate() => [1, 2];

        public override object? Invoke(JinjaCall call) => call.Bind("relation", "answer")[0];
    }
}
