-- The key figures of this scenario in long form, so that the databases of several scenarios can be laid side by side.
{{ config(partition_by='simulation_year') }}

with figures as (
    select
        flow.ending_headcount,
        flow.hires,
        cost.earned_compensation,
        cost.employee_contributions,
        cost.employer_match,
        cost.employer_core,
        cost.forfeitures,
        cost.net_employer_cost
    from {{ ref('mart_headcount_flow') }} as flow
    cross join {{ ref('mart_cost_by_year') }} as cost
)

select
    {{ partition.key }} as simulation_year,
    '{{ var("scenario_id") }}' as scenario_id,
    '{{ var("plan_design_id") }}' as plan_design_id,
    metric,
    cast(value as decimal(18, 2)) as value
from (select columns(*)::decimal(18, 2) from figures) unpivot (value for metric in (*))
