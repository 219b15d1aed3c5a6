{{ config(materialized='view') }}
-- awards without a recipient or with an industry code that is only a default; candidates are for a person to look at
select * from {{ ref('enriched_sbir_awards') }} where status = 'partial'
