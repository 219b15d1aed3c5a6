{{ config(materialized='table') }}
select grant_doc_num, max(title) as title, max(application_number) as application_number, min(filed_on) as filed_on, min(granted_on) as granted_on, count(distinct rf_id) as assignments
from {{ ref('validated_patents') }}
where grant_doc_num is not null and rf_id is not null
group by grant_doc_num
