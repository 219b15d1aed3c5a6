{# A person within a company: people of one name are many, within one company they are one. #}
{% macro person_key(name, company) -%}
case when {{ name }} is not null then left(sha256(lower(regexp_replace({{ name }}, '\W+', ' ', 'g')) || '|' || {{ company }}), 16) end
{%- endmacro %}

{# A party of a patent assignment, by its name alone. #}
{% macro party_key(name) -%}
trim(regexp_replace(upper({{ name }}), '[^A-Z0-9]+', ' ', 'g'))
{%- endmacro %}
