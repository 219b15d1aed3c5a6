{{ config(materialized='view') }}
-- the typed records that the award file has now
select typed.* from {{ ref('validated_sbir_awards_typed') }} as typed semi join {{ ref('raw_sbir_awards_present') }} as present using (row_hash)
