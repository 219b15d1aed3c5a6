{{ config(materialized='table') }}
-- each record of a patent and the one before it
select distinct rf_id as from_key, previous as to_key
from (
    select a.rf_id, lag(a.rf_id) over (partition by d.grant_doc_num order by a.executed_on nulls last, a.recorded_on, a.rf_id) as previous
    from (select distinct rf_id, grant_doc_num from {{ ref('validated_patents') }} where grant_doc_num is not null) as d
    join {{ ref('transformed_patents_assignments') }} as a using (rf_id)
)
where previous is not null
