-- Merit and cost-of-living raises, on the pay in force that day: after a promotion, if there was one.
{{ config(partition_by='simulation_year') }}

with raises as (
    select
        schedule.*,
        compensation.birth_date,
        compensation.hire_date,
        case when promotions.effective_date <= schedule.raise_date then promotions.new_compensation
            else compensation.compensation
        end as pay_in_force,
        case when promotions.effective_date <= schedule.raise_date then promotions.job_level
            else compensation.job_level
        end as job_level
    from {{ ref('int_raise_schedule') }} as schedule
    inner join {{ ref('int_employee_compensation_by_year') }} as compensation using (employee_id)
    left join {{ ref('int_promotion_events') }} as promotions using (employee_id)
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    'raise' as event_type,
    'raise' as event_category,
    raise_date as effective_date,
    pay_in_force as previous_compensation,
    {{ after_raise('pay_in_force', 'raise_rate') }} as new_compensation,
    {{ age_on('raise_date') }} as employee_age,
    {{ tenure_on('raise_date') }} as employee_tenure,
    job_level,
    json_object('merit_rate', merit_rate, 'cola_rate', cola_rate) as event_details
from raises
