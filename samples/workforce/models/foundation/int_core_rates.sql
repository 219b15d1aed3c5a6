-- The core contribution in force per value of the mode's key (years of service, points or age).
select
    unnest(range(min_key, coalesce(max_key, 241))) as core_key,
    core_rate
from {{ ref('core_formula') }}
where core_mode = '{{ core_mode() }}'
