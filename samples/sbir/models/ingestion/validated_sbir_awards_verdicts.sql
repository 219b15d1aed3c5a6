{{ config(materialized='incremental', unique_key='award_key', on_schema_change='fail', track_changes=['row_hash', 'award_key']) }}
-- pass, fail or duplicate for each record: of the editions of an award the last by end date, amount and row hash is kept
select
    row_hash,
    award_key,
    case
        when errors <> '' then 'fail'
        when row_number() over (
            partition by award_key, errors <> ''
            order by contract_end_date desc nulls last, award_amount desc nulls last, row_hash desc) = 1 then 'pass'
        else 'duplicate'
    end as verdict,
    errors,
    warnings
from {{ ref('validated_sbir_awards_typed') }}
where row_hash in (select row_hash from {{ ref('raw_sbir_awards_present') }}) {{ only_of('award_key', awards_with_other_records()) }}
