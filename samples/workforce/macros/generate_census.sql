{# sluice run-operation generate_census --args '{employees: 10000, seed: 1, path: census/census_10000.csv}'
   Writes a census of made-up people: Parquet when the path ends so, else CSV. The same arguments give the same file. #}
{% macro generate_census(employees=1000, seed=1, path='census/census.csv') %}
{% set statement %}
copy (
    with people as (
        select
            number,
            'EMP_' || lpad(cast(number as varchar), {{ [6, employees | string | length] | max }}, '0') as employee_id,
            {{ census_draw(seed, 'level') }} as level_draw,
            {{ census_draw(seed, 'pay') }} as pay_draw,
            {{ census_draw(seed, 'age') }} as age_draw,
            {{ census_draw(seed, 'birthday') }} as birthday_draw,
            {{ census_draw(seed, 'tenure') }} as tenure_draw,
            {{ census_draw(seed, 'anniversary') }} as anniversary_draw,
            {{ census_draw(seed, 'enrolled') }} as enrolled_draw,
            {{ census_draw(seed, 'rate') }} as rate_draw,
            {{ census_draw(seed, 'hours') }} as hours_draw,
            {{ census_draw(seed, 'opt_out') }} as opt_out_draw,
            {{ census_draw(seed, 'override') }} as override_draw
        from range(1, {{ employees }} + 1) as numbers(number)
    ),
    -- Six in ten are staff; pay leans to the lower half of a level's range.
    levelled as (
        select
            *,
            case
                when level_draw < 0.60 then 1 when level_draw < 0.85 then 2 when level_draw < 0.94 then 3
                when level_draw < 0.99 then 4 else 5
            end as job_level,
            cast(22 + floor(43 * pow(age_draw, 1.2)) as integer) as age
        from people
    ),
    dated as (
        select
            *,
            {{ start_of_simulation() }} - to_years(age) - to_days(cast(floor(365 * birthday_draw) as integer)) as born,
            cast(floor(least(age - 21, 30) * pow(tenure_draw, 2.2)) as integer) as tenure
        from levelled
    )
    select
        employee_id,
        'SSN-' || lpad(cast(100000000 + number as varchar), 9, '0') as employee_ssn,
        cast(born as date) as employee_birth_date,
        cast(
            {{ start_of_simulation() }} - to_years(tenure)
            - to_days(cast(1 + floor(364 * anniversary_draw) as integer)) as date
        ) as employee_hire_date,
        cast(null as date) as employee_termination_date,
        cast(round(
            [56000, 81000, 121000, 161000, 275000][job_level]
            + [24000, 39000, 39000, 139000, 225000][job_level] * pow(pay_draw, 1.4)
        ) as decimal(18, 2)) as employee_gross_compensation,
        cast(case
            when enrolled_draw < 0.62
                then [0.02, 0.03, 0.04, 0.05, 0.06, 0.06, 0.08, 0.10, 0.12][1 + cast(floor(9 * rate_draw) as integer)]
            else 0
        end as decimal(6, 4)) as employee_deferral_rate,
        case when hours_draw < 0.04 then 20 else 40 end as scheduled_hours_per_week,
        opt_out_draw < 0.05 as auto_escalation_opt_out,
        case when override_draw < 0.01 then false end as eligibility_override,
        true as active
    from dated
    order by employee_id
) to '{{ path }}' ({% if path.endswith('.parquet') %}format parquet{% else %}format csv, header{% endif %})
{% endset %}
{% do run_query(statement) %}
{% do log('wrote ' ~ employees ~ ' employees to ' ~ path, info=true) %}
{% endmacro %}


{% macro census_draw(seed, salt) -%}
((md5_number_lower(concat_ws('|', '{{ seed }}', 'census', '{{ salt }}', number)) >> 11) / 9007199254740992::double)
{%- endmacro %}
