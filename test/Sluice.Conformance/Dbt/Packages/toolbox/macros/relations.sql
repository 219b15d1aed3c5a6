{% macro relations_by_pattern(schema_pattern, table_pattern, exclude='') -%}
    {{ return(adapter.dispatch('relations_by_pattern', 'toolbox')(schema_pattern, table_pattern, exclude)) }}
{%- endmacro %}

{% macro default__relations_by_pattern(schema_pattern, table_pattern, exclude) %}
    {%- set sql -%}
        select distinct table_schema as table_schema, table_name as table_name
        from information_schema.tables
        where table_catalog = '{{ target.database }}' and lower(table_schema) like lower('{{ schema_pattern }}') and lower(table_name) like lower('{{ table_pattern }}') and lower(table_name) not like lower('{{ exclude }}')
        order by table_name
    {%- endset -%}
    {%- set relations = [] -%}
    {%- for row in (run_query(sql).rows if execute else []) -%}
        {%- do relations.append(adapter.get_relation(database=target.database, schema=row['table_schema'], identifier=row['table_name'])) -%}
    {%- endfor -%}
    {{ return(relations) }}
{% endmacro %}

{% macro union_all(relations) -%}
    {%- set types, names = {}, [] -%}
    {%- for relation in relations -%}
        {%- for column in adapter.get_columns_in_relation(relation) if column.name not in types -%}
            {%- do types.update({column.name: column.data_type}) -%}{%- do names.append(column.name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for relation in relations %}
    select {{ dbt.string_literal(relation.identifier) }} as _relation
    {%- set own = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- for name in names %}, cast({{ adapter.quote(name) if name in own else 'null' }} as {{ types[name] }}) as {{ adapter.quote(name) }}{% endfor %}
    from {{ relation }}{{ ' union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro column_values(relation, column, where=none) -%}
    {%- set found = run_query('select distinct ' ~ column ~ ' as value from ' ~ relation ~ (' where ' ~ where if where else '') ~ ' order by 1') -%}
    {{ return(found.columns['value'].values() | list if execute else []) }}
{%- endmacro %}

{% macro surrogate_key(columns) -%}
    {%- set parts = [] -%}
    {%- for column in columns -%}{%- do parts.append("coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '" ~ toolbox.null_mark() ~ "')") -%}{%- endfor -%}
    {{ dbt.hash(parts | join(" || '-' || ")) }}
{%- endmacro %}

{% macro null_mark() -%}{{ return(adapter.dispatch('null_mark', 'toolbox')()) }}{%- endmacro %}
{% macro default__null_mark() -%}{{ return('_null_') }}{%- endmacro %}
