-- How pay develops per job level: average rate of those active at the end, and how much of it was raises.
{{ config(partition_by='simulation_year') }}

with raised as (
    select
        employee_id,
        sum(new_compensation - previous_compensation) as increase
    from {{ ref('fct_yearly_events') }} as events
    where event_type in ('raise', 'promotion')
    group by employee_id
)

select
    {{ partition.key }} as simulation_year,
    job_level,
    count(*) as people,
    sum(current_compensation) as total_compensation,
    cast(sum(current_compensation) / count(*) as decimal(18, 2)) as average_compensation,
    coalesce(sum(increase), 0) as total_increase,
    cast(
        coalesce(sum(increase), 0) / (sum(current_compensation) - coalesce(sum(increase), 0)) as decimal(9, 6)
    ) as increase_rate
from {{ ref('fct_workforce_snapshot') }} as snapshot
left join raised using (employee_id)
where employment_status = 'active'
group by job_level
