-- A year opens with the points that the year before closed with.
select later.customer_id, later.order_year
from {{ ref('customer_balance') }} as later
join {{ ref('customer_balance') }} as earlier
    on earlier.customer_id = later.customer_id and earlier.order_year = later.order_year - 1
where later.opening_points <> earlier.closing_points
