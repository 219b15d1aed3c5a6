select id, {{ toolbox.surrogate_key(['id', 'amount']) }} as key from {{ ref('orders') }}
