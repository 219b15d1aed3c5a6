select
    id as order_id,
    customer_id,
    ordered_on,
    year(ordered_on)::integer as order_year,
    amount,
    status
from {{ ref('raw_orders') }}
