-- The vested share for every number of whole years of service, by the schedule in force.
with steps as (
    select
        years_of_service,
        vested_share,
        lead(years_of_service, 1, 121) over (order by years_of_service) as next_years
    from {{ ref('vesting_schedules') }}
    where vesting_schedule = '{{ vesting_schedule() }}'
)

select unnest(range(years_of_service, next_years)) as tenure, vested_share
from steps
