{{ config(materialized='incremental', unique_key='company_key', on_schema_change='fail', track_changes=['company_key', 'name']) }}
-- the names of companies that have awards
select distinct e.company_key, coalesce(e.legal_name, a.company) as name
from {{ ref('enriched_sbir_awards') }} as e
join {{ ref('validated_sbir_awards') }} as a using (award_key)
where true {{ only_of('e.company_key', 'select company_key from ' ~ changes('enriched_sbir_awards')) }}
