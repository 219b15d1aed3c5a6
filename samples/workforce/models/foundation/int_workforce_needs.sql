-- How many leave and how many are hired, so that the year ends with exactly the target headcount.
{{ config(partition_by='simulation_year') }}

with starting as (
    select
        count(*) as starting_headcount,
        count(*) filter (is_new_hire) as hired_last_year
    from {{ prev('int_workforce_state', initial='int_baseline_workforce') }} as state
    where is_active
),

-- Decimals, never floating point: 149 x 1.02 must round to 152 on every machine.
rates as (
    select
        cast({{ between('target_growth_rate', var('target_growth_rate'), -1, 1) }} as decimal(18, 9)) as growth,
        cast({{ between('total_termination_rate', var('total_termination_rate'), 0, 1) }} as decimal(18, 9))
            as experienced,
        cast({{ share_of_leaving_hires() }} as decimal(18, 9)) as new_hire
),

expected as (
    select
        starting_headcount,
        hired_last_year,
        new_hire,
        cast(round(cast(starting_headcount as decimal(18, 0)) * (1 + growth)) as bigint) as target_headcount,
        cast(floor(
            cast(starting_headcount - hired_last_year as decimal(18, 0)) * experienced
            + cast(hired_last_year as decimal(18, 0)) * new_hire
        ) as bigint) as expected_leavers
    from starting
    cross join rates
),

netted as (
    select
        *,
        target_headcount - (starting_headcount - expected_leavers) as net_need,
        cast(cast(1 - new_hire as decimal(28, 9)) * 1000000000 as bigint) as staying_per_billion
    from expected
),

-- Of every hire a share leaves within the year: hires = ceil(net / (1 - v)).
solved as (
    select
        *,
        case
            when net_need <= 0 then 0
            else (net_need * 1000000000 + staying_per_billion - 1) // staying_per_billion
        end as hires
    from netted
)

select
    {{ partition.key }} as simulation_year,
    starting_headcount,
    hired_last_year,
    target_headcount,
    expected_leavers + greatest(-net_need, 0) as experienced_terminations,
    case
        when 2 * hires > starting_headcount then error(
            'year {{ partition.key }} needs ' || hires || ' hires for ' || starting_headcount
            || ' people, more than half; lower target_growth_rate, total_termination_rate or new_hire_termination_rate'
        )
        else hires
    end as hires,
    case when net_need <= 0 then 0 else hires - net_need end as new_hire_terminations
from solved
