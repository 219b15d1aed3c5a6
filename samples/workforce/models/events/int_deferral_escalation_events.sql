-- On January 1 the rates of those enrolled long enough rise by a step, up to the cap. Nobody above the cap is touched.
{{ config(partition_by='simulation_year') }}

with enrolled as (
    select
        rates.employee_id,
        rates.deferral_rate,
        people.birth_date,
        people.hire_date,
        people.job_level,
        escalations.escalation_count
    from {{ prev('int_deferral_rate_state', initial='int_baseline_workforce') }} as rates
    inner join {{ ref('int_plan_population') }} as people using (employee_id)
    inner join {{ prev('int_enrollment_state', initial='int_baseline_workforce') }} as enrollment using (employee_id)
    inner join {{ prev('int_escalation_state', initial='int_baseline_workforce') }} as escalations using (employee_id)
    where rates.is_current
      and enrollment.is_enrolled
      and not escalations.escalation_opt_out
      and rates.deferral_rate < {{ rate(var('escalation_cap')) }}
      and cast(enrollment.enrollment_date + to_years({{ var('escalation_delay_years') }}) as date) <= {{ first_day() }}
      and (people.leaving_date is null or {{ first_day() }} < people.leaving_date)
      and {{ var('escalation_enabled') | lower }}
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    'deferral_escalation' as event_type,
    'escalation' as event_category,
    {{ first_day() }} as effective_date,
    deferral_rate as previous_deferral_rate,
    cast(least(deferral_rate + {{ var('escalation_increment') }}, {{ var('escalation_cap') }}) as decimal(9, 6))
        as new_deferral_rate,
    {{ age_on(first_day()) }} as employee_age,
    {{ tenure_on(first_day()) }} as employee_tenure,
    job_level,
    json_object('step', escalation_count + 1) as event_details
from enrolled
