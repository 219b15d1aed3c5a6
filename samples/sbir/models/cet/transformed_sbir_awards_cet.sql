{{ config(materialized='incremental', incremental_strategy='append', on_schema_change='fail',
    pre_hook="{{ forget('award_key', 'select award_key from ' ~ this ~ ' anti join ' ~ ref('enriched_sbir_awards_cet') ~ ' using (award_key, text_hash)') }}") }}
-- up to four areas for each award: rank 1 is the primary one
select award_key, area.cet_id, area.rank, area.score, area.band, area.raw, area.evidence, text_hash
from (
    select
        award_key,
        text_hash,
        unnest(from_json(areas, '[{"cet_id": "VARCHAR", "rank": "INTEGER", "score": "DOUBLE", "band": "VARCHAR", "raw": "DOUBLE", "evidence": "VARCHAR"}]')) as area
    from {{ ref('enriched_sbir_awards_cet') }}
    {% if is_incremental() %}where award_key not in (select award_key from {{ this }}){% endif %}
)
