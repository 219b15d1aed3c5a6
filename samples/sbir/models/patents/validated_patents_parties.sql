{{ config(materialized='table') }}
-- who gave and who received, record by record
select distinct try_cast(rf_id as bigint) as rf_id, {{ party_key('or_name') }} as entity_key, trim(or_name) as name, 'assignor' as role
from {{ ref('raw_patents_assignors') }} where {{ clean('or_name') }} is not null
union all
select distinct try_cast(rf_id as bigint), {{ party_key('ee_name') }}, trim(ee_name), 'assignee'
from {{ ref('raw_patents_assignees') }} where {{ clean('ee_name') }} is not null
union all
select distinct rf_id, {{ party_key('name') }}, trim(name), role
from (
    select rf_id, unnest(assignors) as name, 'assignor' as role from {{ ref('raw_patents_uspto') }}
    union all
    select rf_id, unnest(assignees), 'assignee' from {{ ref('raw_patents_uspto') }}
) as asked
where {{ clean('name') }} is not null
