-- At most one enrolment per person and year: voluntary before proactive before year-over-year before automatic.
{{ config(materialized='ephemeral', partition_by='simulation_year') }}

{% set window_draw -%}
least(
            {{ draw_date('first_open_day', 'first_open_day + ' ~ var('auto_enrollment_window_days'),
                'enrollment', 'window') }},
            {{ last_day() }}
        )
{%- endset %}

with decided as (
    select
        *,
        case
            -- The first decision, when the plan opens to a person.
            when {{ var('voluntary_enrollment_enabled') | lower }} and is_newly_eligible
                and {{ draw('enrollment', 'voluntary') }} < voluntary_probability then 'voluntary_enrollment'
            -- New hires who act before the window closes on them.
            when is_covered and hire_date >= {{ start_of_simulation() }} and is_newly_eligible
                and {{ draw('enrollment', 'proactive') }} < proactive_probability then 'proactive_enrollment'
            -- Those who decided against it in an earlier year think again.
            when {{ var('voluntary_enrollment_enabled') | lower }} and not is_newly_eligible
                and {{ draw('enrollment', 'year_over_year') }} < conversion_probability then 'year_over_year_enrollment'
            when is_covered and not has_opted_out and window_end <= {{ last_day() }} then 'auto_enrollment'
        end as event_category
    from {{ ref('int_enrollment_candidates') }} as candidates
),

dated as (
    select
        *,
        case event_category
            when 'auto_enrollment' then greatest(window_end, {{ first_day() }})
            when 'year_over_year_enrollment'
                then {{ draw_date('first_open_day', last_day(), 'enrollment', 'year_over_year_date') }}
            else {{ window_draw }}
        end as effective_date,
        case event_category
            when 'voluntary_enrollment' then voluntary_probability
            when 'proactive_enrollment' then proactive_probability
            when 'year_over_year_enrollment' then conversion_probability
            else 1.0
        end as probability,
        -- Magnet: a rate below the last matched one is often lifted to it.
        case
            when event_category = 'auto_enrollment' then {{ rate(var('auto_enrollment_rate')) }}
            when preferred_rate < match_ceiling
                and {{ draw('enrollment', 'magnet') }} < {{ var('match_magnet_probability') }} then match_ceiling
            else preferred_rate
        end as wished_rate
    from decided
    where event_category is not null
)

select
    *,
    cast(
        least(greatest(wished_rate, {{ var('minimum_deferral_rate') }}), {{ var('maximum_deferral_rate') }})
        as decimal(9, 6)
    ) as deferral_rate
from dated
where leaving_date is null or effective_date < leaving_date
