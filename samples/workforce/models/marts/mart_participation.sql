-- Who is in the plan at the end of the year, by age band and how they came in.
{{ config(partition_by='simulation_year') }}

select
    {{ partition.key }} as simulation_year,
    age_band,
    count(*) as active_people,
    count(*) filter (is_eligible) as eligible_people,
    count(*) filter (participation_status = 'participating') as participants,
    count(*) filter (enrollment_method = 'census' and is_enrolled) as enrolled_in_census,
    count(*) filter (enrollment_method = 'auto_enrollment' and is_enrolled) as enrolled_automatically,
    count(*) filter (
        enrollment_method in ('voluntary_enrollment', 'proactive_enrollment', 'year_over_year_enrollment')
        and is_enrolled
    ) as enrolled_by_choice,
    count(*) filter (has_opted_out and not is_enrolled) as opted_out,
    cast(
        coalesce(
            count(*) filter (participation_status = 'participating') / nullif(count(*) filter (is_eligible), 0), 0
        ) as decimal(9, 6)
    ) as participation_rate,
    cast(coalesce(avg(current_deferral_rate) filter (participation_status = 'participating'), 0) as decimal(9, 6))
        as average_deferral_rate
from {{ ref('fct_workforce_snapshot') }} as snapshot
where employment_status = 'active'
group by age_band
