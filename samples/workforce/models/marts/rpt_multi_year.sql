-- The years in one table.
select '{{ var("scenario_id") }}' as scenario_id, *
from {{ ref('rpt_year') }}
order by simulation_year
