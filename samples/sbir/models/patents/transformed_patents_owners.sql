{{ config(materialized='table') }}
-- the company that the last assignment of a patent names
select assignments.company_key as from_key, documents.grant_doc_num as to_key, assignments.score as confidence, a.recorded_on as since
from {{ ref('enriched_patents') }} as assignments
join (select distinct rf_id, grant_doc_num from {{ ref('validated_patents') }} where grant_doc_num is not null) as documents using (rf_id)
join {{ ref('transformed_patents_assignments') }} as a using (rf_id)
where a.kind in ('assignment', 'merger')
qualify row_number() over (partition by documents.grant_doc_num order by a.recorded_on desc, a.rf_id desc, assignments.company_key) = 1
