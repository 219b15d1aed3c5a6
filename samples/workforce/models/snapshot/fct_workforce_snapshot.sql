-- One row per person employed at some time in the year, leavers included.
{{ config(partition_by='simulation_year') }}

with {% if partition.first -%}
known as (
    select employee_id, eligibility_date from {{ ref('int_baseline_workforce') }}
),
{%- else -%}
known as (
    select employee_id, eligibility_date from {{ prev('fct_workforce_snapshot') }} as snapshot
),
{%- endif %}

rates as (
    select employee_id, deferral_rate, rate_source
    from {{ ref('int_deferral_rate_state') }} as state
    where is_current
),

people as (
    select
        state.*,
        coalesce(state.termination_date, {{ last_day() }}) as last_day
    from {{ ref('int_workforce_state') }} as state
)

select
    {{ partition.key }} as simulation_year,
    '{{ var("scenario_id") }}' as scenario_id,
    '{{ var("plan_design_id") }}' as plan_design_id,
    people.employee_id,
    people.employee_ssn,
    people.birth_date as employee_birth_date,
    people.hire_date as employee_hire_date,
    people.termination_date as employee_termination_date,

    people.compensation as current_compensation,
    contributions.earned_compensation,
    contributions.full_year_compensation as full_year_equivalent_compensation,

    employer.age as current_age,
    employer.tenure as current_tenure,
    ages.age_band,
    tenures.tenure_band,
    people.job_level,

    case when people.is_active then 'active' else 'terminated' end as employment_status,
    case
        when people.is_new_hire and people.is_active then 'new_hire_active'
        when people.is_new_hire then 'new_hire_termination'
        when people.is_active then 'continuous_active'
        else 'experienced_termination'
    end as detailed_status,
    coalesce(compensation.is_highly_compensated, false) as is_highly_compensated,

    -- Once eligible, always eligible: what the year before knew comes first.
    coalesce(known.eligibility_date, determination.eligibility_date) as eligibility_date,
    coalesce(known.eligibility_date, determination.eligibility_date) is not null as is_eligible,

    enrollment.is_enrolled,
    enrollment.enrollment_date,
    enrollment.enrollment_method,
    enrollment.has_opted_out,
    rates.deferral_rate as current_deferral_rate,
    rates.rate_source as deferral_rate_source,
    case
        when enrollment.is_enrolled and rates.deferral_rate > 0 then 'participating'
        else 'not_participating'
    end as participation_status,
    case
        when enrollment.is_enrolled and escalations.escalation_count > 0
            then enrollment.enrollment_method || '_escalated'
        when enrollment.is_enrolled then enrollment.enrollment_method
        when enrollment.has_opted_out then 'opted_out'
        when coalesce(known.eligibility_date, determination.eligibility_date) is null then 'not_eligible'
        else 'not_enrolled'
    end as participation_detail,
    escalations.escalation_count,
    escalations.last_escalation_date,

    contributions.employee_contribution,
    contributions.pre_tax_contribution,
    contributions.roth_contribution,
    contributions.contribution_limit,
    contributions.is_limited as is_contribution_limited,
    coalesce(matches.employer_match, 0) as employer_match,
    coalesce(cores.employer_core, 0) as employer_core,
    contributions.countable_contribution + coalesce(matches.employer_match, 0) + coalesce(cores.employer_core, 0)
        as annual_additions,

    employer.hours_worked,
    employer.is_match_eligible,
    employer.is_core_eligible,
    vesting.employer_balance,
    vesting.vested_share,
    vesting.vested_balance,
    vesting.forfeited_balance
from people
inner join {{ ref('int_employee_contributions') }} as contributions using (employee_id)
inner join {{ ref('int_eligibility_determination') }} as determination using (employee_id)
inner join {{ ref('int_enrollment_state') }} as enrollment using (employee_id)
inner join {{ ref('int_escalation_state') }} as escalations using (employee_id)
inner join {{ ref('int_employer_eligibility') }} as employer using (employee_id)
inner join {{ ref('int_vesting') }} as vesting using (employee_id)
inner join rates using (employee_id)
inner join {{ ref('int_age_lookup') }} as ages on ages.age = employer.age
inner join {{ ref('int_tenure_lookup') }} as tenures on tenures.tenure = employer.tenure
left join {{ ref('int_employee_compensation_by_year') }} as compensation using (employee_id)
left join {{ ref('int_employer_match') }} as matches using (employee_id)
left join {{ ref('int_employer_core') }} as cores using (employee_id)
left join known using (employee_id)
