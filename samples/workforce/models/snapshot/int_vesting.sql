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
    cast(employer_balance as decimal(18, 2)) as employer_balance,
    vested_share,
    cast(employer_balance * vested_share as decimal(18, 2)) as vested_balance,
    cast(
        case when is_active then 0 else employer_balance - cast(employer_balance * vested_share as decimal(18, 2)) end
        as decimal(18, 2)
    ) as forfeited_balance
from balances
inner join {{ ref('int_vested_shares') }} as shares using (tenure)
