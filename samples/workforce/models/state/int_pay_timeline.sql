-- The year of each person as stretches [from_date, to_date) of one rate of pay: hire, promotion, raise and leaving
-- split it.
{{ config(partition_by='simulation_year') }}

with changes as (
    select employee_id, greatest(hire_date, {{ first_day() }}) as from_date, 0 as priority, compensation
    from {{ ref('int_plan_population') }} as people
    where hire_date <= {{ last_day() }}

    union all

    select employee_id, effective_date, 1, new_compensation
    from {{ ref('int_promotion_events') }} as promotions

    union all

    select employee_id, effective_date, 2, new_compensation
    from {{ ref('int_merit_events') }} as raises
),

stretches as (
    select
        changes.*,
        lead(from_date) over (partition by employee_id order by from_date, priority) as next_date
    from changes
)

-- The day of leaving is the last day paid.
select
    {{ partition.key }} as simulation_year,
    stretches.employee_id,
    stretches.compensation,
    stretches.from_date,
    coalesce(stretches.next_date, coalesce(leavers.leaving_date, {{ last_day() }}) + 1) as to_date,
    stretches.next_date is null as is_last
from stretches
left join {{ ref('int_leaving_dates') }} as leavers using (employee_id)
