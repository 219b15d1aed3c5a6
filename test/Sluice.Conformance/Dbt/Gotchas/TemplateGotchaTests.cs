namespace Sluice.Conformance.Dbt.Gotchas;

/// <summary>What templates do that surprises people who know Python or Jinja alone.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class TemplateGotchaTests
{
    [Fact]
    public async Task G01_While_a_project_is_parsed_config_get_is_an_empty_text()
    {
        using var project = new GotchaProject(("models/m.sql", "{% set kind = config.get('materialized', 'table') %}{{ config(alias='kind_' ~ (kind or 'unknown')) }}select '{{ kind }}' as kind"));

        await project.SucceedAsync("run");

        Assert.Equal("view", await project.QueryAsync("select kind from kind_unknown"));
    }

    [Fact]
    public async Task G02_The_filter_tojson_sorts_and_escapes_and_the_function_does_not() =>
        Assert.Equal("""{"b": 1, "a": "<"} {"a": "\u003c", "b": 1}""", await GotchaProject.RenderAsync("{{ tojson({'b': 1, 'a': '<'}) }} {{ {'b': 1, 'a': '<'} | tojson }}"));

    [Fact]
    public async Task G03_In_SQL_as_bool_leaves_a_text_as_it_is() =>
        Assert.Equal("false False 1", await GotchaProject.RenderAsync("{{ 'false' | as_bool }} {{ ('false' | as_bool) == false }} {{ '1' | as_number }}"));

    [Fact]
    public async Task G04_An_undefined_value_does_not_equal_none() =>
        Assert.Equal("False False True", await GotchaProject.RenderAsync("{{ nothing == none }} {{ nothing is none }} {{ nothing is undefined }}"));

    [Fact]
    public async Task G05_First_and_last_of_nothing_are_undefined_and_a_dictionary_has_a_last_key() =>
        Assert.Equal("||b|", await GotchaProject.RenderAsync("{{ [] | first }}|{{ [] | last }}|{{ {'a': 1, 'b': 2} | last }}|{{ nothing | first }}"));

    [Fact]
    public async Task G06_Keywords_may_be_named_none_and_true() =>
        Assert.Equal("{'none': 1, 'true': 2}", await GotchaProject.RenderAsync("{{ all(none=1, true=2) }}", "{% macro all() %}{{ kwargs }}{% endmacro %}"));

    [Fact]
    public async Task G07_A_namespace_keeps_attributes_that_are_named_like_methods() =>
        Assert.Equal("[1] 2 3", await GotchaProject.RenderAsync("{% set ns = namespace(items=[1], keys=2, get=3) %}{{ ns.items }} {{ ns.keys }} {{ ns.get }}"));

    [Fact]
    public async Task G08_One_do_tag_may_do_several_things() =>
        Assert.Equal("[1] [2]", await GotchaProject.RenderAsync("{% set a, b = [], [] %}{% do a.append(1), b.append(2) %}{{ a }} {{ b }}"));

    [Fact]
    public async Task G09_A_member_of_a_filtered_value_needs_parentheses()
    {
        Assert.Equal("7", await GotchaProject.RenderAsync("{% set rows = [{'col': 7}] %}{{ (rows | first).col }}"));

        using var project = new GotchaProject(("models/m.sql", "{% set rows = [{'col': 7}] %}{{ rows|first.col }}"));
        var call = await project.RunAsync("compile");
        Assert.Equal(2, call.Exit);
        Assert.Contains("models/m.sql:1:", call.Error, StringComparison.Ordinal);
        Assert.Contains("first.col", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task G10_Lists_and_dictionaries_have_the_methods_of_Python() =>
        Assert.Equal(
            "['a', 'z'] d {'x': 0, 'y': 0} {'k': 1} {'k': 1, 'l': 2}",
            await GotchaProject.RenderAsync("{% set l = ['a'] %}{% do l.insert(99, 'z') %}{% set d = {'k': 1} %}{% set e = d.copy() %}{% do e.update(l=2) %}{{ l }} {{ d.pop('no', 'd') }} {{ dict.fromkeys(['x', 'y'], 0) }} {{ d }} {{ e }}"));

    [Fact]
    public async Task G11_Unary_plus_double_not_and_a_range_backwards_work() =>
        Assert.Equal("1 True [3, 2, 1]", await GotchaProject.RenderAsync("{{ +1 }} {{ not not true }} {{ range(3, 0, -1) | list }}"));

    [Fact]
    public async Task G12_A_macro_may_have_a_name_with_letters_beyond_ASCII() =>
        Assert.Equal("7", await GotchaProject.RenderAsync("{{ größe() }}", "{% macro größe() %}7{% endmacro %}"));

    [Fact]
    public async Task G13_A_macro_may_be_passed_as_a_value_and_called_later() =>
        Assert.Equal(
            "<1><2>",
            await GotchaProject.RenderAsync("{{ each([1, 2], wrap) }}", "{% macro wrap(x) %}<{{ x }}>{% endmacro %}{% macro each(items, callback) %}{% for item in items %}{{ callback(item) }}{% endfor %}{% endmacro %}"));

    [Fact]
    public async Task G14_A_package_may_be_read_with_brackets() =>
        Assert.Equal("7 TEXT", await GotchaProject.RenderAsync("{{ toy['seven']() }} {{ dbt['type_string']() }}", "{% macro seven() %}7{% endmacro %}"));

    [Fact]
    public async Task G44_A_time_without_zone_has_no_offset_and_a_date_no_hours() =>
        Assert.Equal(
            "[] 00:00 2024-01-02",
            await GotchaProject.RenderAsync("[{{ modules.datetime.datetime(2024, 1, 2).strftime('%z') }}] {{ modules.datetime.date(2024, 1, 2).strftime('%H:%M') }} {{ modules.datetime.date(2024, 1, 2) }}"));

    [Fact]
    public async Task G46_A_macro_may_be_named_like_a_filter_or_a_global() =>
        Assert.Equal("mine A", await GotchaProject.RenderAsync("{{ range() }} {{ 'a' | upper }}", "{% macro range() %}mine{% endmacro %}{% macro upper() %}no{% endmacro %}"));

    [Fact]
    public async Task G46_A_macro_named_ref_takes_the_place_of_ref_and_builtins_reach_the_original()
    {
        using var project = new GotchaProject(
            ("models/a.sql", "select 1 as id"),
            ("models/b.sql", "select * from {{ ref('a') }}"),
            ("macros/ref.sql", "{% macro ref(name) %}{{ return(builtins.ref(name).include(database=false)) }}{% endmacro %}"));

        await project.SucceedAsync("run");

        Assert.Equal("select * from \"main\".\"a\"", project.Read("target/compiled/toy/models/b.sql"));
    }

    [Fact]
    public async Task G48_A_method_of_none_is_an_error_that_names_file_line_and_macros()
    {
        using var project = new GotchaProject(
            ("models/m.sql", "select 1 as id\n{{ pairs(var('settings', none)) }}"),
            ("macros/pairs.sql", "{% macro pairs(settings) %}\n  {% for key, value in settings.items() %}{{ key }}{% endfor %}\n{% endmacro %}"));

        var call = await project.RunAsync("run");

        Assert.NotEqual(0, call.Exit);
        Assert.Contains("macros/pairs.sql:2:", call.Error, StringComparison.Ordinal);
        Assert.Contains("None", call.Error, StringComparison.Ordinal);
        Assert.Contains("items", call.Error, StringComparison.Ordinal);
        Assert.Contains("models/m.sql:2", call.Error, StringComparison.Ordinal);
    }
}
