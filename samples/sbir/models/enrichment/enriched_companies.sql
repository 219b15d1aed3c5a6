{{ config(materialized='incremental', unique_key='company_key', on_schema_change='fail', track_changes=['company_key', 'name']) }}
-- the names of companies that have awards: that of the entity; for a company that was not found what its awards call it
select company_key, legal_name as name
from {{ ref('enriched_sbir_awards') }}
where legal_name is not null {{ only_of('company_key', 'select company_key from ' ~ changes('enriched_sbir_awards')) }}
union
select e.company_key, a.company
from {{ ref('enriched_sbir_awards') }} as e
join {{ ref('validated_sbir_awards') }} as a using (award_key)
where e.legal_name is null {{ only_of('e.company_key', 'select company_key from ' ~ changes('enriched_sbir_awards')) }}
