-- What each person earns and defers: pay in force, day by day, times the rate in force, up to the limit of the age.
{{ config(partition_by='simulation_year') }}

with rates as (
    select employee_id, deferral_rate, rate_effective_date
    from {{ ref('int_deferral_rate_state') }} as state
    where is_current
),

-- The rate that was in force on January 1, until this year's change.
opening as (
    select employee_id, deferral_rate as opening_rate
    from {{ prev('int_deferral_rate_state', initial='int_baseline_workforce') }} as state
    where is_current
),

starting as (
    select employee_id, compensation as starting_compensation
    from {{ prev('int_workforce_state', initial='int_baseline_workforce') }} as state
    where is_active
),

stretches as (
    select
        employee_id,
        compensation,
        to_date - from_date as days,
        {{ days_since('rates.rate_effective_date') }} as days_at_rate,
        coalesce(rates.deferral_rate, 0) as deferral_rate,
        -- Zero for who opted out: the automatic deferrals are paid back.
        case when rates.deferral_rate = 0 then 0 else coalesce(opening.opening_rate, 0) end as opening_rate
    from {{ ref('int_pay_timeline') }} as timeline
    inner join rates using (employee_id)
    left join opening using (employee_id)
),

earned as (
    select
        employee_id,
        sum(days) as days_in_force,
        sum(compensation * days) as paid_days,
        sum(compensation * coalesce(days_at_rate, 0) * deferral_rate) as days_deferred,
        sum(compensation * (days - coalesce(days_at_rate, 0)) * opening_rate) as days_deferred_before
    from stretches
    group by employee_id
),

amounts as (
    select
        earned.employee_id,
        people.birth_date,
        starting.starting_compensation,
        earned.days_in_force,
        cast(earned.paid_days / {{ days_in_year() }} as decimal(18, 2)) as earned_compensation,
        cast(earned.paid_days / greatest(earned.days_in_force, 1) as decimal(18, 2)) as full_year_compensation,
        cast((earned.days_deferred + earned.days_deferred_before) / {{ days_in_year() }} as decimal(18, 2))
            as elected_contribution,
        date_part('year', {{ last_day() }}) - date_part('year', people.birth_date) as age_in_tax_year
    from earned
    inner join {{ ref('int_plan_population') }} as people using (employee_id)
    left join starting using (employee_id)
),

limited as (
    select
        amounts.*,
        limits.deferral_limit as base_limit,
        case
            when age_in_tax_year between limits.super_catch_up_min_age and limits.super_catch_up_max_age
                then limits.super_catch_up_limit
            when age_in_tax_year >= limits.catch_up_age then limits.catch_up_limit
            else limits.deferral_limit
        end as contribution_limit
    from amounts
    cross join {{ ref('int_plan_limits') }} as limits
),

deferred as (
    select
        *,
        least(elected_contribution, contribution_limit) as employee_contribution,
        cast(least(elected_contribution, contribution_limit) * {{ var('roth_share') }} as decimal(18, 2))
            as roth_contribution
    from limited
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    days_in_force,
    starting_compensation,
    earned_compensation,
    full_year_compensation,
    elected_contribution,
    contribution_limit,
    elected_contribution > contribution_limit as is_limited,
    employee_contribution,
    roth_contribution,
    employee_contribution - roth_contribution as pre_tax_contribution,
    -- Catch-up money does not count towards annual additions.
    least(elected_contribution, base_limit) as countable_contribution
from deferred
