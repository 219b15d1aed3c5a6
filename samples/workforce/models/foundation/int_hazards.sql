-- Yearly hazard of leaving and of promotion for each combination of age band, tenure band and level:
-- base x tenure x age x max(minimum, 1 - discount x (level - 1)).
with base as (
    select
        event_type,
        job_level,
        base_rate * greatest(minimum_level_factor, 1 - level_discount * (job_level - 1)) as level_rate
    from {{ ref('hazard_base') }}
    cross join {{ ref('job_levels') }}
)

select
    age_band,
    tenure_band,
    job_level,
    cast(max(case when event_type = 'termination'
        then level_rate * hazard_by_tenure.termination_factor * hazard_by_age.termination_factor end) as double)
        as termination_hazard,
    cast(max(case when event_type = 'promotion'
        then level_rate * hazard_by_tenure.promotion_factor * hazard_by_age.promotion_factor end) as double)
        as promotion_hazard
from base
cross join {{ ref('hazard_by_age') }} as hazard_by_age
cross join {{ ref('hazard_by_tenure') }} as hazard_by_tenure
group by age_band, tenure_band, job_level
