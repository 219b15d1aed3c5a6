{# What stands for "nothing" in the source files; everything else without the spaces around it. Most values are plain text without any, which the first line finds at a sixth of the price. #}
{% macro clean(column) -%}
case
    when strlen({{ column }}) > 4 and strlen({{ column }}) = length({{ column }}) and not starts_with({{ column }}, ' ') and not ends_with({{ column }}, ' ') then {{ column }}
    when not regexp_full_match({{ column }}, '\p{Zs}*(|-|\\n|nan|none|null|"")\p{Zs}*', 'i') then trim({{ column }})
end
{%- endmacro %}

{# A day in any notation of the source, with or without a time behind it; a cast reads the two most frequent ones faster than a list of formats. #}
{% macro day(column) -%}
coalesce(
    case when {{ column }} like '____-__-__' or {{ column }} like '____/__/__' then try_cast({{ column }} as date) end,
    case when strlen({{ column }}) > 7 then try_strptime(split_part(replace(trim({{ column }}), 'T', ' '), ' ', 1), ['%Y-%m-%d', '%m/%d/%Y', '%Y/%m/%d', '%d-%b-%Y'])::date end)
{%- endmacro %}

{# 150000.0000 and $1,234.50 #}
{% macro amount(column) -%}
try_cast(translate({{ column }}, '$, ', '') as decimal(18, 2))
{%- endmacro %}

{# Nine digits: padded on the left, without hyphens and without the ".0" that a spreadsheet has left. What cannot be one stays as it is. #}
{% macro duns(column) -%}
case
    when strlen({{ column }}) = 9 and {{ column }} not like '%-%' and {{ column }} not like '%.%' then {{ column }}
    when regexp_full_match({{ column }}, '[0-9-]{1,11}(\.0+)?') then lpad(replace(split_part({{ column }}, '.', 1), '-', ''), 9, '0')
    else {{ clean(column) }}
end
{%- endmacro %}

{# Yes, no, or unknown. #}
{% macro yes_no(column) -%}
case upper(trim({{ column }})) when 'Y' then true when 'N' then false end
{%- endmacro %}

{# A part of an award's key: upper case, one space between words. #}
{% macro key_part(expression) -%}
coalesce(upper(case when contains({{ expression }}, '  ') or contains({{ expression }}, chr(9)) or contains({{ expression }}, chr(10)) then regexp_replace({{ expression }}, '\s+', ' ', 'g') else {{ expression }} end), '')
{%- endmacro %}
