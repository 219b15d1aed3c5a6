-- Rows that cannot be used, with the reason.
select * exclude (rank_of_id)
from {{ ref('stg_census_typed') }}
where rejection_reason is not null
