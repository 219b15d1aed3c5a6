{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='met_at', begin='2026-01-01', batch_size='day', lookback=1) }}
select id, met_at from {{ ref('stg_people') }}
