namespace Sluice.Sql.DuckDb.Tests;

public sealed class CustomStrategyTests
{
    [Fact]
    public async Task A_project_brings_an_incremental_strategy_of_its_own()
    {
        await using var bench = await ProjectBench.OpenAsync(
            ("models/m.sql", "{{ config(materialized='incremental', incremental_strategy='newest_only', unique_key='id') }}\nselect {{ 2 if is_incremental() else 1 }} as id, {{ 20 if is_incremental() else 10 }} as v"),
            ("macros/s.sql", """
                {% macro get_incremental_newest_only_sql(arg_dict) %}
                  delete from {{ arg_dict['target_relation'] }} where {{ arg_dict['unique_key'] }} < 2;
                  insert into {{ arg_dict['target_relation'] }} ({{ arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') }})
                  select {{ arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') }} from {{ arg_dict['temp_relation'] }}
                {% endmacro %}
                """));

        await bench.BuildAsync("m");
        await bench.BuildAsync("m");

        Assert.Equal(["2|20"], await bench.RowsAsync("select id, v from m"));
    }
}
