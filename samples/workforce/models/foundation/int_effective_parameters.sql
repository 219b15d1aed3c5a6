-- What applies to each job level this year.
{{ config(partition_by='simulation_year') }}

with merit as (
    select
        job_level,
        merit_rate,
        cast(avg(merit_rate) over () as double) as mean_merit_rate
    from {{ ref('job_levels') }}
),

-- Scaled so that the mean over the levels is the budget.
scaled as (
    select
        job_level,
        cast(merit_rate * {{ var('merit_budget') }} / mean_merit_rate as decimal(9, 6)) as merit_rate,
        {{ rate(var('cola_rate')) }} as cola_rate
    from merit
)

select
    {{ partition.key }} as simulation_year,
    job_level,
    merit_rate,
    cola_rate,
    cast(merit_rate + cola_rate as decimal(9, 6)) as raise_rate,
    cast({{ var('promotion_rate_multiplier') }} as double) as promotion_multiplier,
    {{ rate(var('promotion_increase')) }} as promotion_increase,
    {{ rate(var('promotion_increase_spread')) }} as promotion_increase_spread
from scaled
