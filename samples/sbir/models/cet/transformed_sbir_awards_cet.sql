{{ config(materialized='incremental', unique_key='award_key', on_schema_change='fail', track_changes=['award_key', 'cet_id']) }}
-- up to four areas for each award: rank 1 is the primary one
select award_key, area.cet_id, area.rank, area.score, area.band, area.raw, area.evidence
from (
    select
        award_key,
        unnest(from_json(areas, '[{"cet_id": "VARCHAR", "rank": "INTEGER", "score": "DOUBLE", "band": "VARCHAR", "raw": "DOUBLE", "evidence": "VARCHAR"}]')) as area
    from {{ ref('enriched_sbir_awards_cet') }}
    where true {{ only_of('award_key', 'select award_key from ' ~ changes('enriched_sbir_awards_cet')) }}
)
