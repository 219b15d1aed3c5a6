-- One row per check of the year: how many rows were looked at and how many fail.
{{ config(partition_by='simulation_year') }}

with checks as (
    select
        'compensation_equals_its_fallback' as check_name,
        (select count(*) from {{ ref('int_employee_compensation_by_year') }} as compensation) as checked_rows,
        (
            select count(*)
            from {{ ref('int_employee_compensation_by_year') }} as compensation
            inner join {{ ref('int_employee_compensation_from_snapshot') }} as fallback using (employee_id)
            where compensation.compensation <> fallback.compensation or compensation.job_level <> fallback.job_level
        ) as failing_rows

    union all

    select
        'headcount_is_the_target',
        (select ending_headcount from {{ ref('mart_headcount_flow') }} as flow),
        (select abs(ending_headcount - target_headcount) from {{ ref('mart_headcount_flow') }} as flow)

    union all

    select
        'event_ids_are_unique',
        count(*),
        count(*) - count(distinct event_id)
    from {{ ref('fct_yearly_events') }} as events

    union all

    select
        'pay_is_positive',
        count(*),
        count(*) filter (current_compensation <= 0)
    from {{ ref('fct_workforce_snapshot') }} as snapshot

    union all

    select
        'annual_additions_within_limit',
        count(*),
        count(*) filter (annual_additions > limits.annual_additions_limit)
    from {{ ref('fct_workforce_snapshot') }} as snapshot
    cross join {{ ref('int_plan_limits') }} as limits
)

select
    {{ partition.key }} as simulation_year,
    check_name,
    checked_rows,
    failing_rows,
    case when failing_rows = 0 then 'pass' else 'fail' end as status
from checks
