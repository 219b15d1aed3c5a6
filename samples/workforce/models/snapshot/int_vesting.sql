-- Employer money of each person so far, the share that is theirs, and what leavers forfeit.
{{ config(partition_by='simulation_year') }}

with before as (
    select employee_id, employer_balance
    from {{ prev('int_vesting', initial='int_baseline_workforce') }} as vesting
),

balances as (
    select
        people.employee_id,
        people.tenure,
        state.is_active,
        coalesce(before.employer_balance, 0)
            + coalesce(matches.employer_match, 0)
            + coalesce(cores.employer_core, 0) as employer_balance
    from {{ ref('int_employer_eligibility') }} as people
    inner join {{ ref('int_workforce_state') }} as state using (employee_id)
    left join before using (employee_id)
    left join {{ ref('int_employer_match') }} as matches using (employee_id)
    left join {{ ref('int_employer_core') }} as cores using (employee_id)
)

select
    {{ partition.key }} as simulation_year,
    employee_id,
    {{ money('employer_balance') }} as employer_balance,
    vested_share,
    {{ money('employer_balance * vested_share') }} as vested_balance,
    {{ money('case when is_active then 0 else employer_balance - ' ~ money('employer_balance * vested_share') ~ ' end') }}
        as forfeited_balance
from balances
inner join {{ ref('int_vested_shares') }} as shares using (tenure)
