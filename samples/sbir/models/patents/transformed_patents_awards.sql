{{ config(materialized='table', track_changes=['from_key', 'to_key']) }}
-- patents and the awards that they come from: a contract number in the conveyance is certain; else the holder's name, and the company's last award before the filing
with documents as (
    select distinct rf_id, grant_doc_num, filed_on from {{ ref('validated_patents') }} where grant_doc_num is not null and rf_id is not null
),

exact as (
    select documents.grant_doc_num as from_key, awards.award_key as to_key, 1.0 as confidence, 'contract number' as method
    from (
        select rf_id, regexp_extract(conveyance_text, 'CONTRACT (?:NO\.? )?([A-Z0-9-]+)', 1) as contract
        from {{ ref('transformed_patents_assignments') }} where contains(conveyance_text, 'CONTRACT ')
    ) as assignments
    join documents using (rf_id)
    join {{ ref('transformed_sbir_awards') }} as awards using (contract)
),

candidates as materialized (
    select documents.grant_doc_num as from_key, awards.award_key as to_key, awards.starts_on, holders.score
    from {{ ref('enriched_patents') }} as holders
    join documents using (rf_id)
    join {{ ref('transformed_sbir_awards') }} as awards on awards.company_key = holders.company_key and awards.starts_on <= documents.filed_on
),

by_name as (
    -- of several awards of one day the first, with the best of the holder's names
    select from_key, best.to_key as to_key, -best.distance as confidence, 'holder name' as method
    from (
        select from_key, min({to_key: to_key, distance: -score}) as best
        from candidates
        join (select from_key, max(starts_on) as starts_on from candidates group by from_key) using (from_key, starts_on)
        group by from_key
    )
)

select from_key, to_key, max(confidence)::double as confidence, first(method order by confidence desc, method) as method
from (from exact union all from by_name)
group by from_key, to_key
