{{ config(materialized='view') }}
select * from {{ ref('enriched_sbir_awards') }} where status = 'success'
