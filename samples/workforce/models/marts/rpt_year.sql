-- The report of one year.
{{ config(partition_by='simulation_year') }}

with participation as (
    select
        coalesce(sum(eligible_people), 0)::bigint as eligible_people,
        coalesce(sum(participants), 0)::bigint as participants
    from {{ ref('mart_participation') }} as participation
)

select
    flow.*,
    cost.* exclude (simulation_year),
    participation.eligible_people,
    participation.participants,
    cast(coalesce(participation.participants / nullif(participation.eligible_people, 0), 0) as decimal(9, 6))
        as participation_rate
from {{ ref('mart_headcount_flow') }} as flow
cross join {{ ref('mart_cost_by_year') }} as cost
cross join participation
