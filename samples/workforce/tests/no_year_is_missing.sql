-- Every partitioned table has rows of every year, first to last.
{% set tables = [
    'int_workforce_needs', 'int_workforce_needs_by_level', 'int_plan_limits', 'int_effective_parameters',
    'int_employee_compensation_by_year', 'int_eligibility_determination', 'fct_yearly_events', 'int_workforce_state',
    'int_enrollment_state', 'int_deferral_rate_state', 'int_escalation_state', 'int_employee_contributions',
    'int_vesting', 'fct_workforce_snapshot', 'rpt_year'
] -%}

with expected as (
    select unnest(range({{ var('start_year') }}, {{ var('end_year') }} + 1)) as simulation_year
),

found as (
    {% for table in tables -%}
    select distinct '{{ table }}' as table_name, simulation_year from {{ ref(table) }} as {{ table }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

wanted as (
    select table_name, simulation_year
    from (select unnest([
        {%- for table in tables %}'{{ table }}'{{ ", " if not loop.last }}{% endfor -%}
    ]) as table_name)
    cross join expected
)

select * from wanted
anti join found using (table_name, simulation_year)
