{# Where the table is there already, only the rows of some keys are made again, and replace those that it has. #}
{% macro only_of(column, keys) -%}
{% if is_incremental() %}and {{ column }} in {{ replaced_keys(keys) }}{% endif %}
{%- endmacro %}

{# Awards of which the file has a record that was not judged, or no longer has one that was. #}
{% macro awards_with_other_records() -%}
select award_key from {{ ref('validated_sbir_awards_typed') }}
where row_hash in (select row_hash from {{ ref('raw_sbir_awards_present') }} where row_hash not in (select row_hash from {{ this }}))
union all select award_key from {{ this }} where row_hash not in (select row_hash from {{ ref('raw_sbir_awards_present') }})
{%- endmacro %}

{# Awards of which the record, the recipient or the areas changed. #}
{% macro other_awards() -%}
select award_key from {{ changes('validated_sbir_awards_verdicts') }}
union all select award_key from {{ changes('enriched_sbir_awards') }}
union all select award_key from {{ changes('enriched_sbir_awards_cet') }}
{%- endmacro %}

{# Companies of which an award came, changed or went. #}
{% macro companies_with_other_awards() -%}
select company_key from {{ changes('transformed_sbir_awards') }}
{%- endmacro %}

{# Companies of which an award or a contract did. #}
{% macro companies_with_others() -%}
{{ companies_with_other_awards() }} union all select company_key from {{ changes('transformed_contracts') }}
{%- endmacro %}

{# Companies of which an award, a contract, or a patent of an award did. #}
{% macro companies_with_other_transitions() -%}
{{ companies_with_others() }}
union all select company_key from {{ ref('transformed_sbir_awards') }} where award_key in (select to_key from {{ changes('transformed_patents_awards') }})
{%- endmacro %}
