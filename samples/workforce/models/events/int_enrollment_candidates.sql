-- Everybody who may enrol this year and has not: what each kind of enrolment would mean for them.
{{ config(materialized='ephemeral', partition_by='simulation_year') }}

{% set scope = auto_enrollment_scope() | trim -%}

with standing as (
    select employee_id, is_enrolled, has_opted_out
    from {{ prev('int_enrollment_state', initial='int_baseline_workforce') }} as state
),

open_to_enroll as (
    select
        people.*,
        determination.eligibility_date,
        determination.is_newly_eligible,
        coalesce(standing.has_opted_out, false) as has_opted_out,
        {{ age_on(last_day(), 'people.birth_date') }} as age,
        {{ tenure_on(first_day(), 'people.hire_date') }} as tenure,
        -- Automatic enrolment covers new hires of the simulation, or everybody.
        {% if not var('auto_enrollment_enabled') -%}
        false
        {%- elif scope == 'all_eligible' -%}
        true
        {%- else -%}
        people.hire_date >= {{ start_of_simulation() }}
        {%- endif %} as is_covered,
        greatest(determination.eligibility_date, {{ first_day() }}) as first_open_day,
        determination.eligibility_date + {{ var('auto_enrollment_window_days') }} as window_end
    from {{ ref('int_plan_population') }} as people
    inner join {{ ref('int_eligibility_determination') }} as determination using (employee_id)
    left join standing using (employee_id)
    where determination.eligibility_date is not null
      and not coalesce(standing.is_enrolled, false)
),

-- The highest deferral that the match still rewards.
ceilings as (
    select match_key, max(max_deferral) as match_ceiling
    from {{ ref('int_match_tiers') }} as tiers
    group by match_key
),

incomes as (
    select list({
        'minimum': min_compensation, 'factor': enrollment_factor, 'adjustment': deferral_adjustment
    } order by min_compensation) as steps
    from {{ ref('enrollment_by_income') }}
),

profiled as (
    select
        candidates.*,
        ages.voluntary_rate,
        ages.proactive_rate,
        ages.conversion_rate,
        ages.chosen_deferral_rate,
        {{ reached_step('incomes.steps', 'candidates.compensation') }} as income,
        levels.enrollment_factor as level_factor,
        coalesce(ceilings.match_ceiling, 0) as match_ceiling
    from open_to_enroll as candidates
    inner join {{ ref('int_age_lookup') }} as ages using (age)
    inner join {{ ref('enrollment_by_level') }} as levels using (job_level)
    left join ceilings on ceilings.match_key = {{ match_key('candidates') }}
    cross join incomes
)

select
    {{ partition.key }} as simulation_year,
    * exclude (
        simulation_year, income, level_factor, voluntary_rate, proactive_rate, conversion_rate, chosen_deferral_rate
    ),
    least(cast(voluntary_rate * income.factor * level_factor as double), 1.0) as voluntary_probability,
    least(cast(proactive_rate * income.factor * level_factor as double), 1.0) as proactive_probability,
    cast(conversion_rate as double) as conversion_probability,
    chosen_deferral_rate + income.adjustment as preferred_rate
from profiled
