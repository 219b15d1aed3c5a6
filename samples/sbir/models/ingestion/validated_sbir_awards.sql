{{ config(materialized='view') }}
-- the awards that passed, one row each: what every later stage reads
select typed.* exclude (errors)
from {{ ref('validated_sbir_awards_typed') }} as typed
semi join (from {{ ref('validated_sbir_awards_verdicts') }} where verdict = 'pass') as passed using (row_hash)
