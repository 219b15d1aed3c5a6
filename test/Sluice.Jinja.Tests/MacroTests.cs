using Sluice.Diagnostics;
using static Sluice.Jinja.Tests.Rendering;

namespace Sluice.Jinja.Tests;

/// <summary>Macros, static calls and custom tags as a host sees them without rendering.</summary>
public sealed class MacroTests
{
    [Fact]
    public void Macros_are_listed_with_parameters_and_places()
    {
        const string Text = "{# x #}\n{%- macro cents(column, digits=2, sep='a' ~ b) -%} x {%- endmacro %}";
        var template = Compile(Text);

        var macro = Assert.Single(template.Macros);

        Assert.Equal("cents", macro.Name);
        Assert.Equal(["column", "digits", "sep"], macro.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([false, true, true], macro.Parameters.Select(parameter => parameter.HasDefault));
        Assert.Equal(2L, macro.Parameters[1].Default);
        Assert.False(macro.Parameters[2].IsConstant);
        Assert.Equal("{%- macro cents(column, digits=2, sep='a' ~ b) -%} x {%- endmacro %}", template.Source.Slice(macro.Span));
        Assert.Equal("cents", template.Source.Slice(macro.NameSpan));
    }

    [Fact]
    public void A_bound_macro_looks_its_free_names_up_at_each_call()
    {
        var names = new Dictionary<string, object?>(StringComparer.Ordinal) { ["schema"] = "a" };
        var macro = Compile("{% macro m(t) %}{{ schema }}.{{ t }}{{ other() if other is defined }}{% endmacro %}").Macros[0].Bind(new DictionaryScope(names));

        var first = macro.Invoke(JinjaCall.Of(["x"]));
        names["schema"] = "b";
        names["other"] = new JinjaFunction("other", _ => "!");

        Assert.Equal("a.x", first);
        Assert.Equal("b.x!", macro.Invoke(JinjaCall.Of(["x"])));
    }

    [Fact]
    public void Bound_macros_of_two_files_call_each_other_through_the_scope()
    {
        var names = new Dictionary<string, object?>(StringComparer.Ordinal);
        var scope = new DictionaryScope(names);
        names["a"] = Compile("{% macro a(n) %}{{ n }}{{ b(n - 1) if n > 0 }}{% endmacro %}").Macros[0].Bind(scope);
        names["b"] = Compile("{% macro b(n) %}-{{ a(n) }}{% endmacro %}").Macros[0].Bind(scope);

        Assert.Equal("3-2-1-0", Compile("{{ a(3) }}").Render(scope));
    }

    [Fact]
    public void Static_calls_carry_constant_arguments_and_places()
    {
        const string Text = "{{ config(materialized='table', tags=['a', 'b']) }}\n{% if execute %}{% for x in [ref('one'), ref('pkg', 'two', v=1)] %}{{ ref(x) }}{% endfor %}{% endif %}{# ref('no') #}{{ adapter.ref('no') }}";
        var template = Compile(Text);

        var calls = template.StaticCalls;

        Assert.Equal(["config", "ref", "ref", "ref"], calls.Select(call => call.Name));
        Assert.Equal("ref('pkg', 'two', v=1)", template.Source.Slice(calls[2].Span));
        Assert.Equal(["pkg", "two", 1L], calls[2].Arguments.Select(argument => argument.Value));
        Assert.Equal("v", calls[2].Arguments[2].Name);
        Assert.False(calls[3].Arguments[0].IsConstant);
        Assert.Equal("['a', 'b']", JinjaValue.Repr(calls[0].Arguments[1].Value));
    }

    [Fact]
    public void A_call_of_what_the_template_defines_is_not_static()
    {
        Assert.Equal(["ref"], Compile("{% macro m() %}{% endmacro %}{{ m() }}{{ ref('x') }}").StaticCalls.Select(call => call.Name));
    }

    [Fact]
    public void Custom_tags_are_listed_with_header_body_and_macro()
    {
        var environment = new JinjaEnvironment(new JinjaOptions
        {
            Tags =
            [
                new CustomTag("snapshot", CustomTagHeader.Name, CustomTagBody.Template),
                new CustomTag("test", CustomTagHeader.Signature, CustomTagBody.Template),
                new CustomTag("materialization", CustomTagHeader.Options, CustomTagBody.Template),
                new CustomTag("docs", CustomTagHeader.Name, CustomTagBody.Raw),
            ],
        });
        const string Text = """
            {% snapshot orders_snapshot %}select {{ n }}{% endsnapshot %}
            {% test positive(model, column_name, least=0) %}select * from {{ model }} where {{ column_name }} < {{ least }}{% endtest %}
            {%- materialization ledger, adapter='duckdb', supported_languages=['sql'] -%}x{%- endmaterialization -%}
            {% docs overview %}# {{ not read }} {% if %}{% enddocs %}
            """;

        var template = environment.Compile(new SourceText("all.sql", Text));

        Assert.Equal(["snapshot", "test", "materialization", "docs"], template.Blocks.Select(block => block.Tag));
        Assert.Equal(["orders_snapshot", "positive", "ledger", "overview"], template.Blocks.Select(block => block.Name));
        Assert.Equal("select 7", template.Blocks[0].Macro!.Bind(Scope(("n", 7))).Invoke(JinjaCall.Of([])));
        Assert.Equal("select * from t where c < 0", template.Blocks[1].Macro!.Bind(Scope()).Invoke(JinjaCall.Of(["t", "c"])));
        Assert.Equal("adapter", template.Blocks[2].Options[0].Name);
        Assert.Equal("duckdb", template.Blocks[2].Options[0].Value);
        Assert.Equal("# {{ not read }} {% if %}", template.Blocks[3].BodyText);
        Assert.Equal("{% docs overview %}# {{ not read }} {% if %}{% enddocs %}", template.Source.Slice(template.Blocks[3].Span));
        Assert.Equal("", template.Render(Scope()).Trim());
    }

    [Fact]
    public void An_expression_and_a_native_template_keep_the_type_of_their_value()
    {
        var scope = Scope(("x", 3), ("xs", new[] { 1, 2 }));

        Assert.Equal(4L, Environment.CompileExpression(new SourceText("args", "x + 1")).Evaluate(scope));
        Assert.Equal(3L, Environment.RenderNative(new SourceText("a.yml", "{{ x }}"), scope));
        Assert.Equal("3!", Environment.RenderNative(new SourceText("a.yml", "{{ x }}!"), scope));
        Assert.Equal("plain", Environment.RenderNative(new SourceText("a.yml", "plain"), scope));
        Assert.Equal("[2, 3]", JinjaValue.Repr(Environment.RenderNative(new SourceText("a.yml", "{{ xs | map('int') | map('string') | map('int') | list if false else [2, 3] }}"), scope)));
    }

    private static JinjaEnvironment Environment => Rendering.Environment;
}
