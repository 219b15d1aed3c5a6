{{ config(materialized='table', track_changes=['from_key', 'to_key']) }}
-- patents and the awards that they come from: a contract number in the conveyance is certain; else the holder's name, and the company's last award before the filing
with documents as (
    select distinct rf_id, grant_doc_num, filed_on from {{ ref('validated_patents') }} where grant_doc_num is not null and rf_id is not null
),

exact as (
    select documents.grant_doc_num as from_key, awards.award_key as to_key, 1.0 as confidence, 'contract number' as method
    from {{ ref('transformed_patents_assignments') }} as assignments
    join documents using (rf_id)
    join {{ ref('transformed_sbir_awards') }} as awards
        on awards.contract = regexp_extract(assignments.conveyance_text, 'CONTRACT (?:NO\.? )?([A-Z0-9-]+)', 1)
),

by_name as (
    select documents.grant_doc_num as from_key, awards.award_key as to_key, holders.score as confidence, 'holder name' as method
    from {{ ref('enriched_patents') }} as holders
    join documents using (rf_id)
    join {{ ref('transformed_sbir_awards') }} as awards on awards.company_key = holders.company_key and awards.starts_on <= documents.filed_on
    qualify row_number() over (partition by documents.grant_doc_num order by awards.starts_on desc, awards.award_key) = 1
)

select from_key, to_key, max(confidence)::double as confidence, first(method order by confidence desc, method) as method
from (from exact union all from by_name)
group by from_key, to_key
