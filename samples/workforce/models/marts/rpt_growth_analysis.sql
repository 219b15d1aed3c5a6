-- From the first year to the last: start and end, growth a year (compound) and in total.
with years as (
    select
        count(*) as years,
        arg_min(starting_headcount, simulation_year) as starting_headcount,
        arg_max(ending_headcount, simulation_year) as ending_headcount,
        arg_min(employer_cost, simulation_year) as first_employer_cost,
        arg_max(employer_cost, simulation_year) as last_employer_cost
    from {{ ref('rpt_year') }} as years
)

select
    {{ var('start_year') }} as start_year,
    {{ var('end_year') }} as end_year,
    starting_headcount,
    ending_headcount,
    cast(pow(ending_headcount / starting_headcount, 1.0 / years) - 1 as decimal(9, 6)) as compound_annual_growth_rate,
    cast(ending_headcount / starting_headcount - 1 as decimal(9, 6)) as total_growth_rate,
    first_employer_cost,
    last_employer_cost
from years
