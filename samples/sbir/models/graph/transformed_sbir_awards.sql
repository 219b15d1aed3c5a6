{{ config(materialized='incremental', unique_key='award_key', on_schema_change='fail', track_changes=['award_key', 'company_key', 'researcher_key']) }}
-- Those behind it read what has changed in it: the hashes tell of what it does not hold itself.
select
    award_key, a.row_hash, e.input_hash, c.text_hash,
    a.award_title as title, a.agency, a.branch, a.phase, a.program, a.agency_tracking_number as tracking_number, a.contract, a.award_date,
    a.contract_end_date as end_date, a.award_year, a.award_amount::double as amount, a.topic_code, e.company_key, e.naics, e.naics_source, e.naics_confidence,
    {{ person_key('a.pi_name', 'e.company_key') }} as researcher_key, a.company, a.state, a.pi_name, a.pi_email, a.pi_title,
    -- half of the awards have no date: their year stands in
    coalesce(a.award_date, make_date(a.award_year, 1, 1)) as starts_on,
    coalesce(a.contract_end_date, coalesce(a.award_date, make_date(a.award_year, 1, 1)) + case a.phase when 'I' then interval 9 months else interval 24 months end)::date as ends_on
from {{ ref('validated_sbir_awards') }} as a
join {{ ref('enriched_sbir_awards') }} as e using (award_key)
join {{ ref('enriched_sbir_awards_cet') }} as c using (award_key)
where true {{ only_of('award_key', other_awards()) }}
