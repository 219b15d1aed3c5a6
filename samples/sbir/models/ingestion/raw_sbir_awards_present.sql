{{ config(materialized='view') }}
-- the hash of every record that the award file has now, and how often it has it
select row_hash, copies from {{ ref('raw_sbir_awards') }} where copies > 0
