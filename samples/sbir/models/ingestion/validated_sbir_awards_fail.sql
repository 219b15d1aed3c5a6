{{ config(materialized='view') }}
-- the records that failed, as they came, and why
select verdicts.errors, verdicts.warnings, raw.* exclude (copies)
from {{ ref('validated_sbir_awards_verdicts') }} as verdicts
join {{ ref('raw_sbir_awards') }} as raw using (row_hash)
where verdicts.verdict = 'fail'
