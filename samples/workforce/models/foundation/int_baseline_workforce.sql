-- The people with whom the simulation starts, with everything that a state carries from year to year: in the first
-- year every state reads this model in place of the year before.
with ladder as (
    select list({'minimum': min_compensation, 'job_level': job_level} order by min_compensation) as levels
    from {{ ref('job_levels') }}
),

people as (
    select
        employee_id,
        employee_ssn,
        employee_birth_date as birth_date,
        employee_hire_date as hire_date,
        employee_gross_compensation as compensation,
        scheduled_hours_per_week,
        coalesce(eligibility_override, true) as may_join_plan,
        auto_escalation_opt_out as escalation_opt_out,
        employee_deferral_rate as deferral_rate
    from {{ ref('stg_census') }}
    where employee_termination_date is null
),

judged as (
    select
        *,
        deferral_rate > 0 and may_join_plan as is_enrolled,
        {{ eligibility_date() }} as reached_on
    from people
),

counted as (
    select count(*) as headcount from judged
)

select
    employee_id,
    employee_ssn,
    birth_date,
    hire_date,
    cast(null as date) as termination_date,
    -- A deferral in the census says that its person is in the plan, whatever the rules of eligibility are today.
    case
        when is_enrolled then least(reached_on, hire_date)
        when may_join_plan and reached_on < {{ start_of_simulation() }} then reached_on
    end as eligibility_date,
    may_join_plan,
    true as is_active,
    false as is_new_hire,
    compensation,
    -- The highest level whose minimum the pay reaches, else the first.
    coalesce(
        {{ reached_step('ladder.levels', 'compensation') }}.job_level,
        1
    ) as job_level,
    scheduled_hours_per_week,
    is_enrolled,
    case when is_enrolled then hire_date end as enrollment_date,
    case when is_enrolled then 'census' end as enrollment_method,
    false as has_opted_out,
    cast(null as date) as opt_out_date,
    true as is_current,
    case when is_enrolled then deferral_rate else 0 end as deferral_rate,
    case when is_enrolled then hire_date end as rate_effective_date,
    cast(null as varchar) as last_rate_event_id,
    escalation_opt_out,
    0 as escalation_count,
    cast(null as date) as last_escalation_date,
    cast(0 as decimal(18, 2)) as employer_balance
from judged
cross join ladder
cross join counted
-- An empty workforce is a mistake in the file, not a small company.
where case
    when headcount > 0 then true
    else error(
        'the census `{{ var("census_path") | replace("'", "''") }}` has nobody to simulate; '
        || 'stg_census_rejected says why rows were refused'
    )
end
