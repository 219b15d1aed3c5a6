-- Every number of whole years of service with its band.
select tenure_band, unnest(range(min_tenure, coalesce(max_tenure, 121))) as tenure
from {{ ref('tenure_bands') }}
