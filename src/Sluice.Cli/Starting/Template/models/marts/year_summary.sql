select
    order_year,
    count(*) filter (where earned_points > 0) as buyers,
    sum(earned_points)::integer as earned_points,
    sum(closing_points)::integer as closing_points
from {{ ref('customer_balance') }}
group by order_year
order by order_year
