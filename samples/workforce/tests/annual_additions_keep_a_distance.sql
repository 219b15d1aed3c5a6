-- Annual additions above 95 % of the limit.
{{ config(severity='warn') }}

select snapshot.simulation_year, snapshot.employee_id, snapshot.annual_additions, limits.annual_additions_limit
from {{ ref('fct_workforce_snapshot') }} as snapshot
inner join {{ ref('int_plan_limits') }} as limits using (simulation_year)
where snapshot.annual_additions > 0.95 * limits.annual_additions_limit
