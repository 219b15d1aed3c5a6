{{ config(materialized='table') }}
select day
    {%- for status in toolbox.column_values(ref('orders'), 'status') %}
    , sum(case when status = '{{ status }}' then coalesce(amount, 0) else 0 end) as {{ status }}
    {%- endfor %}
from {{ ref('orders') }}
group by day
