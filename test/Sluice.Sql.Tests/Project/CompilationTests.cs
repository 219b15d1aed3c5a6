using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Sql.Tests.Project;

/// <summary>Where a piece of compiled SQL comes from, and what is rendered around it.</summary>
public sealed class CompilationTests
{
    [Theory]
    [InlineData("wrong_here", "models/a.sql:4:10 ")]
    [InlineData("id / 100", "models/a.sql:3:6 in macro `cents` macros/m.sql:2:6")]
    [InlineData("eph_column", "models/e.sql:2:8 ")]
    public void An_offset_of_the_sql_is_a_place_of_the_users_file(string piece, string expected)
    {
        using var folder = TestProject.Of(
            ("macros/m.sql", "{% macro cents(c) %}\n  {{ c }} / 100\n{% endmacro %}"),
            ("models/e.sql", "{{ config(materialized='ephemeral') }}\nselect eph_column from x"),
            ("models/a.sql", "\n\n, {{ cents('id') }}\n, bad as wrong_here from {{ ref('e') }}"));
        var project = folder.Load();
        var node = TestProject.Node(project, "a");

        var compiled = project.Templates.Compile(
            node, new StepContext { Run = default, Step = new StepKey(new AssetKey(node.UniqueId), PartitionKey.None) }, new FakeBuiltins(), CancellationToken.None);

        var place = compiled.Locate(compiled.Sql.IndexOf(piece, StringComparison.Ordinal))!;
        var (line, column, _) = place.Source.Locate(place.Span.Start);
        Assert.Equal(expected, $"{place.Source.Path}:{line}:{column} " + string.Join(' ', place.Chain.Select(frame => $"{frame.What} {frame.Source.Path}:{frame.Source.Locate(frame.Span.Start).Line}:{frame.Source.Locate(frame.Span.Start).Column}")));
    }

    [Theory]
    [InlineData("select * from {{ ref('e') }}", "with __dbt__cte__e as (\nselect 1\n) select * from __dbt__cte__e")]
    [InlineData("-- note\nselect * from {{ ref('e') }}", "with __dbt__cte__e as (\nselect 1\n) -- note\nselect * from __dbt__cte__e")]
    [InlineData("-- note\nWITH x as (select 2) select * from {{ ref('e') }}", "-- note\nWITH  __dbt__cte__e as (\nselect 1\n), x as (select 2) select * from __dbt__cte__e")]
    [InlineData("with recursive x as (select 2) select * from {{ ref('e') }}", "with recursive  __dbt__cte__e as (\nselect 1\n), x as (select 2) select * from __dbt__cte__e")]
    [InlineData("select without from {{ ref('f') }}", "with __dbt__cte__e as (\nselect 1\n),  __dbt__cte__f as (\nselect * from __dbt__cte__e\n) select without from __dbt__cte__f")]
    public void Ephemeral_models_are_put_where_dbt_puts_them(string model, string expected)
    {
        using var folder = TestProject.Of(
            ("models/e.sql", "{{ config(materialized='ephemeral') }}select 1"), ("models/f.sql", "{{ config(materialized='ephemeral') }}select * from {{ ref('e') }}"),
            ("models/a.sql", model));

        Assert.Equal(expected, TestProject.Compile(folder.Load(), "a"));
    }

    [Fact]
    public void A_project_macro_takes_the_place_of_ref_and_reaches_the_original()
    {
        using var folder = TestProject.Of(
            ("macros/ref.sql", "{% macro ref(name) %}{{ return(builtins.ref(name).include(database=false)) }}{% endmacro %}"),
            ("models/a.sql", "select 1 as id"), ("models/b.sql", "select * from {{ ref('a') }}"));
        var project = folder.Load();

        Assert.Equal("select * from \"main\".\"a\"", TestProject.Compile(project, "b"));
        Assert.Equal(["model.proj.a Same { }"], TestProject.DependenciesOf(project, "b"));
    }

    [Fact]
    public void A_template_that_trips_while_parsing_still_tells_what_it_reads()
    {
        using var folder = TestProject.Of(
            ("models/a.sql", "select 1 as id"), ("models/b.sql", "{% set x = none.columns[0] %}select * from {{ ref('a') }}"));
        var project = folder.Load();

        Assert.Equal(["model.proj.a Same { }"], TestProject.DependenciesOf(project, "b"));
        Assert.False(folder.Diagnostics.HasErrors);
    }

    [Fact]
    public void Hooks_add_what_they_read_to_their_model()
    {
        using var folder = TestProject.Of(
            ("models/a.sql", "select 1 as id"), ("models/b.sql", "{{ config(post_hook=\"insert into log select * from {{ ref('a') }}\") }}select 1 as id"));

        Assert.Equal(["model.proj.a Same { }"], TestProject.DependenciesOf(folder.Load(), "b"));
    }

    [Fact]
    public void A_run_hook_compiles_to_its_own_text()
    {
        using var folder = TestProject.Of(
            ("dbt_project.yml", "name: proj\nprofile: case\non-run-start:\n  - \"create schema {{ target.schema }}_x\"\n  - \"{%- if true %} two {% endif %}\"\n"));
        var project = folder.Load();

        Assert.Equal("create schema main_x", TestProject.Compile(project, "proj-on-run-start-0"));
        Assert.Equal(" two ", TestProject.Compile(project, "proj-on-run-start-1"));
    }

    [Fact]
    public void Vars_that_are_lists_can_be_changed_without_harm()
    {
        using var folder = TestProject.Of(
            ("dbt_project.yml", "name: proj\nprofile: case\nvars: { names: [a] }\n"),
            ("models/a.sql", "{% set n = var('names') %}{% do n.append('b') %}select '{{ n | join }}'"));
        var project = folder.Load();

        Assert.Equal("select 'ab'", TestProject.Compile(project, "a"));
        Assert.Equal("select 'ab'", TestProject.Compile(project, "a"));
    }
}
