-- When each person's yearly raise is due: one day for all, or months drawn by weight.
{{ config(materialized='ephemeral', partition_by='simulation_year') }}

{% set month = var('raise_calendar_month') -%}
{%- set day = var('raise_calendar_day') -%}

with starting as (
    select employee_id, hire_date
    from {{ ref('int_employee_compensation_by_year') }} as compensation
    -- Not those hired this year, even when the census knows them already.
    where hire_date < {{ first_day() }}
),

{% if raise_timing() | trim == 'calendar' -%}
dated as (
    select *, make_date({{ partition.key }}, {{ month }}, {{ day }}) as raise_date
    from starting
)
{%- else -%}
slotted as (
    select *, {{ slot_of('raise', 'month') }} as month_slot from starting
),

months as (
    select slotted.*, make_date({{ partition.key }}, months.month, 1) as first_of_month
    from slotted
    inner join {{ weighted_slots('raise_month_weights', 'month') }} as months on months.slot = slotted.month_slot
),

dated as (
    select *, {{ draw_date('first_of_month', 'last_day(first_of_month)', 'raise', 'day') }} as raise_date
    from months
)
{%- endif %}

select
    {{ partition.key }} as simulation_year,
    employee_id,
    raise_date
from dated
left join {{ ref('int_leaving_dates') }} as leavers using (employee_id)
where {{ tenure_on('raise_date') }} >= 1
  and (leaving_date is null or raise_date < leaving_date)
