{{ config(materialized='table') }}
-- every document of every record, and what is wrong with it
select
    try_cast(d.rf_id as bigint) as rf_id,
    {{ clean('d.title') }} as title,
    {{ clean('d.appno_doc_num') }} as application_number,
    try_cast({{ clean('d.appno_date') }} as date) as filed_on,
    {{ clean('d.grant_doc_num') }} as grant_doc_num,
    try_cast({{ clean('d.grant_date') }} as date) as granted_on,
    concat_ws('; ',
        case when try_cast(d.rf_id as bigint) is null then 'rf_id_malformed' end,
        case when {{ clean('d.grant_doc_num') }} is null then 'not_granted' end,
        case when a.rf_id is null then 'assignment_missing' end,
        admin.error) as issues
from {{ ref('raw_patents') }} as d
left join (select distinct rf_id from {{ ref('raw_patents_assignments') }}) as a on a.rf_id = d.rf_id
left join (select rf_id, min(error) as error from {{ ref('raw_patents_admin') }} group by rf_id) as admin on admin.rf_id = d.rf_id
union all
select rf_id, title, application_number, null, grant_doc_num, null, '' from {{ ref('raw_patents_uspto') }}
