-- Promotions on February 1, one level up, on the pay in force that day.
{{ config(partition_by='simulation_year') }}

{% set promotion_day -%} date '{{ partition.key }}-02-01' {%- endset %}

with starting as (
    select
        compensation.employee_id,
        compensation.job_level,
        {{ age_on(promotion_day) }} as age,
        {{ tenure_on(promotion_day) }} as tenure,
        parameters.promotion_multiplier,
        parameters.promotion_increase,
        parameters.promotion_increase_spread,
        -- A raise in January comes first.
        case
            when raises.raise_date < {{ promotion_day }}
                then {{ after_raise('compensation.compensation', 'parameters.raise_rate') }}
            else compensation.compensation
        end as pay_in_force
    from {{ ref('int_employee_compensation_by_year') }} as compensation
    inner join {{ ref('int_effective_parameters') }} as parameters using (job_level)
    left join {{ ref('int_raise_schedule') }} as raises using (employee_id)
    left join {{ ref('int_leaving_dates') }} as leavers using (employee_id)
    where leaving_date is null or {{ promotion_day }} < leaving_date
),

top_level as (
    select max(job_level) as top_level from {{ ref('job_levels') }}
),

candidates as (
    select
        starting.*,
        least(hazards.promotion_hazard * promotion_multiplier, 1.0) as probability,
        -- Drawn evenly between increase - spread and increase + spread.
        cast(
            promotion_increase + promotion_increase_spread * (2 * {{ draw('promotion', 'increase') }} - 1)
            as decimal(9, 6)
        ) as increase
    from starting
    cross join top_level
    inner join {{ ref('int_age_lookup') }} as ages using (age)
    inner join {{ ref('int_tenure_lookup') }} as tenures using (tenure)
    inner join {{ ref('int_hazards') }} as hazards
        on hazards.age_band = ages.age_band
        and hazards.tenure_band = tenures.tenure_band
        and hazards.job_level = starting.job_level
    where starting.job_level < top_level
      and tenure >= 1
      and age < 65
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    'promotion' as event_type,
    'promotion' as event_category,
    {{ promotion_day }} as effective_date,
    pay_in_force as previous_compensation,
    {{ after_promotion('pay_in_force', 'increase') }} as new_compensation,
    age as employee_age,
    tenure as employee_tenure,
    job_level + 1 as job_level,
    probability as event_probability,
    json_object('from_level', job_level, 'to_level', job_level + 1, 'increase', increase) as event_details
from candidates
where {{ draw('promotion', 'decision') }} < probability
