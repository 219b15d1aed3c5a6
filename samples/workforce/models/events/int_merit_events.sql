-- Merit and cost-of-living raises, on the pay and level in force that day: after a promotion, if there was one.
{{ config(partition_by='simulation_year') }}

with raises as (
    select
        schedule.employee_id,
        schedule.raise_date,
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
    raises.employee_id,
    'raise' as event_type,
    'raise' as event_category,
    raises.raise_date as effective_date,
    raises.pay_in_force as previous_compensation,
    {{ after_raise('raises.pay_in_force', 'parameters.raise_rate') }} as new_compensation,
    {{ age_on('raises.raise_date') }} as employee_age,
    {{ tenure_on('raises.raise_date') }} as employee_tenure,
    raises.job_level,
    json_object('merit_rate', parameters.merit_rate, 'cola_rate', parameters.cola_rate) as event_details
from raises
inner join {{ ref('int_effective_parameters') }} as parameters using (job_level)
