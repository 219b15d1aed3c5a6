-- Usable rows that lost against another row of the same id.
select * exclude (rejection_reason)
from {{ ref('stg_census_typed') }}
where rejection_reason is null and rank_of_id > 1
