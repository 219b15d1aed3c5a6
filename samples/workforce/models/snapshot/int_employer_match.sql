-- The match: each tier pays its rate on the part of the deferral that falls into it, up to the cap of pay.
{{ config(partition_by='simulation_year') }}

with tiered as (
    select
        people.employee_id,
        people.considered_compensation,
        tiers.match_cap,
        tiers.match_rate * greatest(
            least(
                people.employee_contribution,
                cast(people.considered_compensation * tiers.max_deferral as decimal(18, 2))
            )
            - cast(people.considered_compensation * tiers.min_deferral as decimal(18, 2)),
            0
        ) as tier_match
    from {{ ref('int_employer_eligibility') }} as people
    inner join {{ ref('int_match_tiers') }} as tiers using (match_key)
    where people.is_match_eligible
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    cast(least(sum(tier_match), any_value(considered_compensation) * max(match_cap)) as decimal(18, 2))
        as employer_match
from tiered
group by employee_id
