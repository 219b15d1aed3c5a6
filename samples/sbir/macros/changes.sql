{# What belongs to some keys goes before it is made again; the others stay. Nothing where the table is made from scratch. #}
{% macro forget(key, keys) -%}
{% if is_incremental() %}delete from {{ this }} where {{ key }} in ({{ keys }}){% endif %}
{%- endmacro %}

{# The rows of what was forgotten, or all. #}
{% macro only_if_changed(key, keys) -%}
{% if is_incremental() %}and {{ key }} in ({{ keys }}){% endif %}
{%- endmacro %}

{# What an award hangs on: another hash, another award. #}
{% macro award_versions() -%}
select award_key, a.row_hash, e.input_hash, c.text_hash
from {{ ref('validated_sbir_awards') }} as a join {{ ref('enriched_sbir_awards') }} as e using (award_key) join {{ ref('enriched_sbir_awards_cet') }} as c using (award_key)
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
