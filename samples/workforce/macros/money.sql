{# Whatever is summed is a decimal: sums of decimals do not depend on the order in which threads deliver the rows. #}
{% macro money(amount) -%}
cast({{ amount }} as decimal(18, 2))
{%- endmacro %}


{% macro rate(value) -%}
cast({{ value }} as decimal(9, 6))
{%- endmacro %}


{# Pay after an increase that is capped as a share of pay and in money. #}
{% macro increased_pay(pay, increase, cap_rate, cap_amount) -%}
cast(
    {{ pay }} + least({{ pay }} * {{ increase }}, {{ pay }} * {{ rate(cap_rate) }}, {{ money(cap_amount) }})
    as decimal(18, 2)
)
{%- endmacro %}


{% macro after_promotion(pay, increase) -%}
{{ increased_pay(pay, increase, var('promotion_cap_rate'), var('promotion_cap_amount')) }}
{%- endmacro %}


{% macro after_raise(pay, increase) -%}
{{ increased_pay(pay, increase, var('raise_cap_rate'), var('raise_cap_amount')) }}
{%- endmacro %}


{# Splits an integer total over rows in proportion to their weights: whole shares first, then one more to the largest
   remainders; ties go to the lower level. The parts always sum to the total. #}
{% macro largest_remainder(total, weight, total_weight, tie_break) -%}
cast(
    {{ total }} * {{ weight }} // greatest({{ total_weight }}, 1)
    + case
        when row_number() over (
            order by ({{ total }} * {{ weight }}) % greatest({{ total_weight }}, 1) desc, {{ tie_break }}
        ) <= {{ total }} - sum({{ total }} * {{ weight }} // greatest({{ total_weight }}, 1)) over () then 1
        else 0
    end
    as bigint
)
{%- endmacro %}
