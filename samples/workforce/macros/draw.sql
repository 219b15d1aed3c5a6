{# A number in [0, 1) that depends on nothing but seed, decision, person and year. The hash is written out here, so
   that results outlive any version of the database's own hash functions: the low 53 of the upper bits of an MD5. #}
{% macro draw(subsystem, salt, employee_id='employee_id') -%}
((md5_number_lower(concat_ws(
    '|', '{{ var("random_seed") }}', '{{ subsystem }}', '{{ salt }}', {{ employee_id }}, '{{ partition.key }}'
)) >> 11) / 9007199254740992::double)
{%- endmacro %}


{# A day from first_day to last_day, both included. #}
{% macro draw_date(first_day, last_day, subsystem, salt) -%}
({{ first_day }} + cast(floor({{ draw(subsystem, salt) }} * ({{ last_day }} - {{ first_day }} + 1)) as integer))
{%- endmacro %}


{# Sort key of a weighted draw without replacement: whoever has the smallest is drawn first. #}
{% macro draw_order(subsystem, salt, weight) -%}
(-ln(greatest({{ draw(subsystem, salt) }}, 1e-300)) / greatest({{ weight }}, 1e-9))
{%- endmacro %}


{# The rows of a seed, each repeated over its share of 10,000 slots: join on slot = slot_of(…) draws one by weight. #}
{% macro weighted_slots(seed, value) -%}
(
    select
        {{ value }},
        unnest(range(
            cast(round(10000 * (upper_weight - weight) / total_weight) as integer),
            cast(round(10000 * upper_weight / total_weight) as integer)
        )) as slot
    from (
        select
            {{ value }},
            weight,
            sum(weight) over (order by {{ value }}) as upper_weight,
            sum(weight) over () as total_weight
        from {{ ref(seed) }}
    )
)
{%- endmacro %}


{% macro slot_of(subsystem, salt) -%}
cast(floor(10000 * {{ draw(subsystem, salt) }}) as integer)
{%- endmacro %}
