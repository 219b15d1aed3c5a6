-- Who earns employer money this year, with the pay it is reckoned on and the keys of the plan's tables.
{{ config(partition_by='simulation_year') }}

{% set match_needs_active = var('match_requires_active_at_year_end') -%}
{%- set core_needs_active = var('core_requires_active_at_year_end') -%}

with people as (
    select
        state.employee_id,
        state.is_active,
        contributions.employee_contribution,
        contributions.earned_compensation,
        contributions.days_in_force,
        determination.eligibility_status = 'eligible' as is_eligible,
        least(contributions.earned_compensation, limits.compensation_limit) as considered_compensation,
        limits.social_security_wage_base,
        cast(
            state.scheduled_hours_per_week * 52 * contributions.days_in_force / {{ days_in_year() }}
            as decimal(18, 2)
        ) as hours_worked,
        {{ age_on('coalesce(state.termination_date, ' ~ last_day() ~ ')') }} as age,
        {{ tenure_on('coalesce(state.termination_date, ' ~ last_day() ~ ')') }} as tenure
    from {{ ref('int_workforce_state') }} as state
    inner join {{ ref('int_employee_contributions') }} as contributions using (employee_id)
    inner join {{ ref('int_eligibility_determination') }} as determination using (employee_id)
    cross join {{ ref('int_plan_limits') }} as limits
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    employee_contribution,
    considered_compensation,
    social_security_wage_base,
    hours_worked,
    age,
    tenure,
    {{ match_key('people') }} as match_key,
    {{ core_key('people') }} as core_key,
    is_eligible
        and hours_worked >= {{ var('match_minimum_hours') }}
        and tenure >= {{ var('match_minimum_tenure') }}
        {{ "and is_active" if match_needs_active }} as is_match_eligible,
    is_eligible
        and hours_worked >= {{ var('core_minimum_hours') }}
        and tenure >= {{ var('core_minimum_tenure') }}
        {{ "and is_active" if core_needs_active }} as is_core_eligible
from people
