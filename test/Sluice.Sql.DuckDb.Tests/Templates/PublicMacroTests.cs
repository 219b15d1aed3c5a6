using System.Text;

namespace Sluice.Sql.DuckDb.Tests.Templates;

/// <summary>dbt's public macros by name: what each gives on DuckDB.</summary>
public sealed class PublicMacroTests
{
    private static readonly string[] Names =
    [
        "run_query", "generate_schema_name", "is_incremental", "type_string", "type_int", "type_timestamp", "type_float", "type_numeric", "type_boolean",
        "type_bigint", "statement", "current_timestamp", "dateadd", "datediff", "date_trunc", "cast", "concat", "hash", "load_relation", "string_literal",
        "split_part", "escape_single_quotes", "make_temp_relation", "except", "listagg", "safe_cast", "run_hooks", "create_table_as", "last_day", "right",
        "length", "should_full_refresh", "position", "should_store_failures", "get_seed_column_quoted_csv", "replace", "get_or_create_relation",
        "get_where_subquery", "drop_table", "truncate_relation", "noop_statement", "bool_or", "array_append", "array_construct", "array_concat", "intersect",
        "create_schema", "drop_schema", "get_create_table_as_sql", "get_rename_table_sql", "register_upstream_external_models", "before_begin",
        "cast_bool_to_text", "drop_relation_if_exists", "get_create_index_sql", "get_show_indexes_sql", "alter_relation_add_remove_columns",
        "generate_alias_name", "generate_database_name", "any_value", "date", "date_spine", "generate_series", "get_intervals_between", "equals",
    ];

    private static readonly string[] Calls =
    [
        "type_string()", "type_int()", "type_bigint()", "type_timestamp()", "type_float()", "type_numeric()", "type_boolean()",
        "current_timestamp()", "current_timestamp_backcompat()", "current_timestamp_in_utc_backcompat()", "snapshot_get_time()",
        "dateadd('day', 1, \"date '2024-01-02'\")", "datediff(\"date '2024-01-02'\", \"date '2024-03-02'\", 'month')", "date_trunc('month', \"date '2024-01-02'\")",
        "last_day(\"date '2024-02-02'\", 'month')", "last_day(\"date '2024-02-02'\", 'quarter')", "date(2024, 1, 2)",
        "cast('1', 'integer')", "safe_cast(\"'x'\", 'integer')", "cast_bool_to_text('true')", "concat([\"'a'\", \"'b'\"])", "hash(\"'x'\")", "length(\"'abc'\")",
        "position(\"'b'\", \"'abc'\")", "replace(\"'abc'\", \"'b'\", \"'x'\")", "right(\"'abc'\", 2)", "right(\"'abc'\", 0)", "split_part(\"'a,b'\", \"','\", 2)",
        "string_literal('x')", "\"'\" ~ escape_single_quotes(\"it's\") ~ \"'\"", "array_construct([1, 2])", "array_construct([], 'integer')",
        "array_append('[1]', 2)", "array_concat('[1]', '[2]')", "equals('1', 'null')",
        "listagg('x', \"','\", 'order by x')", "listagg('x', \"','\", 'order by x', 1)", "bool_or('x is null')", "any_value('x')",
        "except()", "intersect()", "get_powers_of_two(9)", "generate_series(3)", "date_spine('day', \"date '2024-01-01'\", \"date '2024-01-03'\")",
        "get_intervals_between(\"date '2024-01-01'\", \"date '2024-01-03'\", 'day')",
        "generate_schema_name('extra')", "generate_schema_name(none)", "generate_database_name(none)", "generate_alias_name(none, {'name': 'orders'})",
        "make_temp_relation(one)", "make_intermediate_relation(one)", "make_backup_relation(one, 'view')", "get_or_create_relation('d', 's', 'i', 'table')",
        "drop_table(one)", "get_drop_sql(one)", "get_rename_table_sql(one, 'other')", "get_create_table_as_sql(false, one, 'select 1')",
        "create_table_as(true, one, 'select 1')", "get_create_view_as_sql(one, 'select 1')", "get_create_index_sql(one, {'columns': ['a', 'b'], 'unique': true})",
        "get_show_indexes_sql(one)", "get_quoted_csv(['a', 'b'])", "get_seed_column_quoted_csv({'config': {'quote_columns': false}}, ['a', 'b'])",
        "get_empty_subquery_sql('select 1')", "get_columns_in_query('select 1 as a, 2 as b')", "before_begin('x')", "in_transaction('x')", "after_commit('x')",
        "get_where_subquery(one)", "get_delete_insert_merge_sql(one, 'tmp', ['a', 'b'], [api.Column('a', 'integer')], ['c > 1'])",
        "get_merge_sql(one, 'tmp', 'a', [])", "register_upstream_external_models()",
    ];

    [Fact]
    public async Task Every_public_macro_is_there_with_and_without_the_name_of_dbt()
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select 1 as id"));
        var template = string.Concat(Names.Select(name => $"{{% if {name} is not defined or dbt.{name} is not defined %}}{name} {{% endif %}}"));

        Assert.Equal("", await bench.Queries.CompileInlineAsync("proj", template, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Each_public_macro_renders_for_DuckDB()
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select 1 as id"));
        var text = new StringBuilder();
        foreach (var call in Calls)
        {
            var template = $"{{% set one = api.Relation.create(database='d', schema='s', identifier='i', type='table') %}}{{{{ {call} }}}}";
            var lines = (await bench.Queries.CompileInlineAsync("proj", template, TestContext.Current.CancellationToken)).Split('\n')
                .Select(line => line.Trim()).Where(line => line.Length > 0);
            text.Append($"{call}\n    {string.Join("\n    ", lines)}\n");
        }

        Golden.Check("public-macros.txt", text.ToString());
    }

    [Theory]
    [InlineData("dateadd('day', 1, \"date '2024-01-02'\")", "01/03/2024 00:00:00")]
    [InlineData("datediff(\"date '2024-01-02'\", \"date '2024-03-02'\", 'month')", "2")]
    [InlineData("last_day(\"date '2024-02-02'\", 'month')::varchar", "2024-02-29")]
    [InlineData("last_day(\"date '2024-02-02'\", 'quarter')::varchar", "2024-03-31")]
    [InlineData("safe_cast(\"'x'\", 'integer')", "")]
    [InlineData("right(\"'abc'\", 2)", "bc")]
    [InlineData("right(\"'abc'\", 0)", "")]
    [InlineData("split_part(\"'a,b'\", \"','\", 2)", "b")]
    [InlineData("position(\"'b'\", \"'abc'\")", "2")]
    [InlineData("array_concat('[1]', '[2]')::varchar", "[1, 2]")]
    [InlineData("hash(\"'x'\")", "9dd4e461268c8034f5c8564e155c67a6")]
    [InlineData("cast_bool_to_text('true')", "true")]
    public async Task What_a_macro_renders_runs_on_DuckDB(string call, string expected)
    {
        await using var bench = await ProjectBench.OpenAsync(("models/m.sql", "select 1 as id"));
        var cast = call.EndsWith("::varchar", StringComparison.Ordinal) ? "::varchar" : "";
        var sql = await bench.Queries.CompileInlineAsync("proj", $"select {{{{ dbt.{call[..^cast.Length]} }}}}{cast}", TestContext.Current.CancellationToken);

        Assert.Equal([expected], await bench.RowsAsync(sql));
    }

    [Theory]
    [InlineData("duckdb__hash", "mine(x)")]
    [InlineData("default__hash", "mine(x)")]
    public async Task A_project_takes_the_place_of_a_public_macro_through_dispatch(string name, string expected)
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/m.sql", "select 1 as id"),
            ("macros/hash.sql", $"{{% macro {name}(field) %}}mine({{{{ field }}}}){{% endmacro %}}"));

        Assert.Equal($"{expected} {expected}", await bench.Queries.CompileInlineAsync("proj", "{{ dbt.hash('x') }} {{ hash('x') }}", TestContext.Current.CancellationToken));
    }
}
