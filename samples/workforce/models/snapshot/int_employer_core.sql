-- The core contribution, on pay up to the limit; with Social Security integration a little more above the wage base.
{{ config(partition_by='simulation_year') }}

{% set integrated = var('core_social_security_integration') -%}
{%- set integration_rate = var('core_integration_rate') -%}

select
    {{ partition.key }} as simulation_year,
    people.employee_id,
    rates.core_rate,
    cast(people.considered_compensation * rates.core_rate as decimal(18, 2))
    {%- if integrated %}
    -- Permitted disparity: never more than the core rate itself, nor 5.7 %.
    + cast(
        greatest(people.considered_compensation - people.social_security_wage_base, 0)
        * least(rates.core_rate, {{ rate(integration_rate) }}, 0.057)
        as decimal(18, 2)
    )
    {%- endif %} as employer_core
from {{ ref('int_employer_eligibility') }} as people
inner join {{ ref('int_core_rates') }} as rates using (core_key)
where people.is_core_eligible
