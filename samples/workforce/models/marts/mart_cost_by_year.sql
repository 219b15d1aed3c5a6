-- What the workforce and its plan cost.
{{ config(partition_by='simulation_year') }}

with totals as (
    select
        coalesce(sum(earned_compensation), 0) as earned_compensation,
        coalesce(sum(employee_contribution), 0) as employee_contributions,
        coalesce(sum(pre_tax_contribution), 0) as pre_tax_contributions,
        coalesce(sum(roth_contribution), 0) as roth_contributions,
        coalesce(sum(employer_match), 0) as employer_match,
        coalesce(sum(employer_core), 0) as employer_core,
        coalesce(sum(forfeited_balance), 0) as forfeitures,
        count(*) filter (is_contribution_limited) as people_at_limit
    from {{ ref('fct_workforce_snapshot') }} as snapshot
)

select
    {{ partition.key }} as simulation_year,
    *,
    employer_match + employer_core as employer_cost,
    employer_match + employer_core - forfeitures as net_employer_cost,
    cast(coalesce((employer_match + employer_core) / nullif(earned_compensation, 0), 0) as decimal(9, 6))
        as employer_cost_rate
from totals
