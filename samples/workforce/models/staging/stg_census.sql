-- One row per person of the census.
select * exclude (rejection_reason, rank_of_id, row_hash)
from {{ ref('stg_census_typed') }}
where rejection_reason is null and rank_of_id = 1
