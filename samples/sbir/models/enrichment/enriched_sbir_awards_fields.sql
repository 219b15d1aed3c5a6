{{ config(materialized='view') }}
-- every enriched field of every award: its value, where it comes from, how far it can be trusted, and the day of that source
select award_key, 'legal_name' as field, legal_name as value, match_source as source, match_confidence as confidence, source_date
from {{ ref('enriched_sbir_awards') }} where legal_name is not null
union all
select award_key, 'uei', recipient_uei, match_source, match_confidence, source_date from {{ ref('enriched_sbir_awards') }} where recipient_uei is not null
union all
select award_key, 'cage', recipient_cage, match_source, match_confidence, source_date from {{ ref('enriched_sbir_awards') }} where recipient_cage is not null
union all
select award_key, 'naics', naics, naics_source, naics_confidence, source_date from {{ ref('enriched_sbir_awards') }}
