-- One point for each whole unit paid. The balance of a year begins with the balance of the year before.
{{ config(partition_by='order_year') }}

with earned as (
    select customer_id, floor(sum(amount))::integer as points
    from {{ ref('stg_orders') }}
    where order_year = {{ partition.key }} and status = 'paid'
    group by customer_id
),

brought_forward as (
    {% if partition.first %}
    select customer_id, 0 as points from {{ ref('stg_customers') }}
    {% else %}
    select customer_id, closing_points as points from {{ prev('customer_balance') }}
    {% endif %}
)

select
    {{ partition.key }} as order_year,
    brought_forward.customer_id,
    brought_forward.points as opening_points,
    coalesce(earned.points, 0) as earned_points,
    brought_forward.points + coalesce(earned.points, 0) as closing_points
from brought_forward
left join earned on earned.customer_id = brought_forward.customer_id
