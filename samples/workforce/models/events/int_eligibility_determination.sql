-- Who may join the plan, and since when. Those still pending are looked at again every year; nobody loses it.
{{ config(partition_by='simulation_year') }}

with known as (
    select employee_id, eligibility_date
    from {{ prev('int_eligibility_determination', initial='int_baseline_workforce') }} as determination
    where eligibility_date is not null
),

pending as (
    select
        people.*,
        greatest({{ eligibility_date() }}, {{ first_day() }}) as reached_on
    from {{ ref('int_plan_population') }} as people
    anti join known using (employee_id)
    where may_join_plan
),

reached as (
    select employee_id, reached_on
    from pending
    where reached_on <= {{ last_day() }}
      and (leaving_date is null or reached_on < leaving_date)
)

select
    {{ partition.key }} as simulation_year,
    people.employee_id,
    coalesce(known.eligibility_date, reached.reached_on) as eligibility_date,
    reached.reached_on is not null as is_newly_eligible,
    case
        when known.eligibility_date is not null or reached.reached_on is not null then 'eligible'
        when not people.may_join_plan then 'excluded'
        else 'pending'
    end as eligibility_status
from {{ ref('int_plan_population') }} as people
left join known using (employee_id)
left join reached using (employee_id)
