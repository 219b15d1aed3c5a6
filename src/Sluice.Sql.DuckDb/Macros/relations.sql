{% macro create_table_as(temporary, relation, compiled_code, language='sql') %}
    create or replace {{ 'temp ' if temporary }}table {{ relation.include(database=(not temporary), schema=(not temporary)) }} as (
        {{ compiled_code }}
    );
{% endmacro %}
{% macro get_create_table_as_sql(temporary, relation, sql) %}{{ create_table_as(temporary, relation, sql) }}{% endmacro %}
{% macro create_view_as(relation, sql) %}
    create or replace view {{ relation }} as (
        {{ sql }}
    );
{% endmacro %}
{% macro get_create_view_as_sql(relation, sql) %}{{ create_view_as(relation, sql) }}{% endmacro %}
{% macro create_or_replace_view() %}{{ create_view_as(this, sql) }}{% endmacro %}

{% macro create_schema(relation) %}{% do adapter.create_schema(relation) %}{% endmacro %}
{% macro drop_schema(relation) %}{% do adapter.drop_schema(relation) %}{% endmacro %}
{% macro drop_relation(relation) %}{% do adapter.drop_relation(relation) %}{% endmacro %}
{% macro drop_relation_if_exists(relation) %}{% if relation is not none %}{% do adapter.drop_relation(relation) %}{% endif %}{% endmacro %}
{% macro truncate_relation(relation) %}{% do adapter.truncate_relation(relation) %}{% endmacro %}
{% macro rename_relation(from_relation, to_relation) %}{% do adapter.rename_relation(from_relation, to_relation) %}{% endmacro %}
{% macro drop_table(relation) %}drop table if exists {{ relation }} cascade{% endmacro %}
{% macro drop_view(relation) %}drop view if exists {{ relation }} cascade{% endmacro %}
{% macro get_drop_sql(relation) %}drop {{ relation.type }} if exists {{ relation }} cascade{% endmacro %}
{% macro get_rename_table_sql(relation, new_name) %}alter table {{ relation }} rename to {{ adapter.quote(new_name) }}{% endmacro %}
{% macro get_rename_view_sql(relation, new_name) %}alter view {{ relation }} rename to {{ adapter.quote(new_name) }}{% endmacro %}
{% macro check_schema_exists(information_schema, schema) %}{{ return(adapter.check_schema_exists(target.database, schema)) }}{% endmacro %}
{% macro list_schemas(database) %}{{ return(adapter.list_schemas(database)) }}{% endmacro %}
{% macro list_relations_without_caching(schema_relation) %}{{ return(adapter.list_relations_without_caching(schema_relation)) }}{% endmacro %}

{% macro get_or_create_relation(database, schema, identifier, type) %}
    {%- set found = adapter.get_relation(database=database, schema=schema, identifier=identifier) -%}
    {%- if found -%}{{ return([true, found]) }}{%- endif -%}
    {{ return([false, api.Relation.create(database=database, schema=schema, identifier=identifier, type=type)]) }}
{% endmacro %}
{% macro make_temp_relation(base_relation, suffix='__dbt_tmp') %}
    {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix})) }}
{% endmacro %}
{% macro make_intermediate_relation(base_relation, suffix='__dbt_tmp') %}{{ return(make_temp_relation(base_relation, suffix)) }}{% endmacro %}
{% macro make_backup_relation(base_relation, backup_relation_type, suffix='__dbt_backup') %}
    {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix}, type=backup_relation_type)) }}
{% endmacro %}

{% macro get_columns_in_query(select_sql) %}
    {%- set columns = adapter.get_column_schema_from_query(select_sql) -%}
    {{ return(columns | map(attribute='name') | list) }}
{% endmacro %}
{% macro get_empty_subquery_sql(select_sql, select_sql_header=none) %}
    {%- if select_sql_header is not none -%}{{ select_sql_header }}{%- endif -%}
    select * from (
        {{ select_sql }}
    ) as __dbt_sbq
    where false
    limit 0
{% endmacro %}
{% macro get_empty_schema_sql(columns) %}
    select
    {%- for column in columns.values() %}
        cast(null as {{ column['data_type'] }}) as {{ adapter.quote(column['name']) if column.get('quote') else column['name'] }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{% endmacro %}
{% macro get_quoted_csv(column_names) %}
    {%- set quoted = [] -%}
    {%- for name in column_names -%}{%- do quoted.append(adapter.quote(name)) -%}{%- endfor -%}
    {{ return(quoted | join(', ')) }}
{% endmacro %}
{% macro get_seed_column_quoted_csv(model, column_names) %}
    {%- set quoted = [] -%}
    {%- for name in column_names -%}{%- do quoted.append(adapter.quote_seed_column(name, model['config'].get('quote_columns'))) -%}{%- endfor -%}
    {{ return(quoted | join(', ')) }}
{% endmacro %}
{% macro diff_columns(source_columns, target_columns) %}
    {%- set known = target_columns | map(attribute='name') | map('lower') | list -%}
    {%- set result = [] -%}
    {%- for column in source_columns -%}{%- if column.name | lower not in known -%}{%- do result.append(column) -%}{%- endif -%}{%- endfor -%}
    {{ return(result) }}
{% endmacro %}
{% macro diff_column_data_types(source_columns, target_columns) %}
    {%- set result = [] -%}
    {%- for source in source_columns -%}
        {%- for target in target_columns if target.name | lower == source.name | lower and target.data_type != source.data_type -%}
            {%- do result.append({'column_name': target.name, 'new_type': source.data_type}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(result) }}
{% endmacro %}
{% macro alter_relation_add_remove_columns(relation, add_columns=none, remove_columns=none) %}
    {%- for column in add_columns or [] -%}
        {%- do run_query('alter ' ~ relation.type ~ ' ' ~ relation ~ ' add column ' ~ adapter.quote(column.name) ~ ' ' ~ column.data_type) -%}
    {%- endfor -%}
    {%- for column in remove_columns or [] -%}
        {%- do run_query('alter ' ~ relation.type ~ ' ' ~ relation ~ ' drop column ' ~ adapter.quote(column.name)) -%}
    {%- endfor -%}
{% endmacro %}
{% macro alter_column_type(relation, column_name, new_column_type) %}
    {%- do run_query('alter table ' ~ relation ~ ' alter ' ~ adapter.quote(column_name) ~ ' type ' ~ new_column_type) -%}
{% endmacro %}
{% macro get_create_index_sql(relation, index_dict) %}
    create {{ 'unique ' if index_dict.get('unique') }}index if not exists
        {{ adapter.quote(relation.identifier ~ '__' ~ index_dict['columns'] | join('_') ~ '__index') }} on {{ relation }} ({{ get_quoted_csv(index_dict['columns']) }})
{% endmacro %}
{% macro create_indexes(relation) %}
    {%- for index in config.get('indexes', default=[]) or [] -%}{%- do run_query(get_create_index_sql(relation, index)) -%}{%- endfor -%}
{% endmacro %}
{% macro get_show_indexes_sql(relation) %}
    select index_name as name, 'btree' as method, is_unique as "unique", expressions as column_names
    from duckdb_indexes()
    where schema_name = '{{ relation.schema }}' and table_name = '{{ relation.identifier }}'
{% endmacro %}

{% macro get_incremental_append_sql(arg_dict) %}{{ get_insert_into_sql(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns']) }}{% endmacro %}
{% macro get_insert_into_sql(target_relation, temp_relation, dest_columns) %}
    {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
    insert into {{ target_relation }} ({{ columns }})
    (
        select {{ columns }} from {{ temp_relation }}
    )
{% endmacro %}
{% macro get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) %}
    {%- set keys = [unique_key] if unique_key is string else unique_key -%}
    {%- if keys %}
    delete from {{ target }} as DBT_INCREMENTAL_TARGET
    where ({% for key in keys %}DBT_INCREMENTAL_TARGET.{{ key }}{{ ', ' if not loop.last }}{% endfor %}) in (select distinct {{ keys | join(', ') }} from {{ source }})
    {%- for predicate in incremental_predicates or [] %} and ({{ predicate }}){% endfor %};
    {%- endif %}
    {{ get_insert_into_sql(target, source, dest_columns) }}
{% endmacro %}
{% macro get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) %}
    {%- set keys = [unique_key] if unique_key is string else unique_key -%}
    merge into {{ target }} as DBT_INTERNAL_DEST
    using {{ source }} as DBT_INTERNAL_SOURCE
    on {% for key in keys %}(DBT_INTERNAL_SOURCE.{{ key }} = DBT_INTERNAL_DEST.{{ key }}){{ ' and ' if not loop.last }}{% endfor %}
    {%- for predicate in incremental_predicates or [] %} and ({{ predicate }}){% endfor %}
    when matched then update by name
    when not matched then insert by name
{% endmacro %}

{% macro make_hook_config(sql, inside_transaction) %}{{ tojson({'sql': sql, 'transaction': inside_transaction}) }}{% endmacro %}
{% macro before_begin(sql) %}{{ make_hook_config(sql, inside_transaction=False) }}{% endmacro %}
{% macro in_transaction(sql) %}{{ make_hook_config(sql, inside_transaction=True) }}{% endmacro %}
{% macro after_commit(sql) %}{{ make_hook_config(sql, inside_transaction=False) }}{% endmacro %}

{% macro persist_docs(relation, model, for_relation=true, for_columns=true) %}{% endmacro %}
{% macro apply_grants(relation, grant_config, should_revoke=True) %}{% endmacro %}
{% macro should_revoke(existing_relation, full_refresh_mode=True) %}{{ return(False) }}{% endmacro %}
{% macro copy_grants() %}{{ return(False) }}{% endmacro %}
{% macro register_upstream_external_models() %}{% endmacro %}
