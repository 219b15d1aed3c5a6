-- The tiers of the match in force, one row per value of the mode's key (years of service, or points) and tier.
with banded as (
    select
        match_formula.* exclude (min_key, max_key),
        coalesce(tenure_bands.min_tenure, match_formula.min_key) as first_key,
        coalesce(tenure_bands.max_tenure, match_formula.max_key, 241) as end_key
    from {{ ref('match_formula') }} as match_formula
    left join {{ ref('tenure_bands') }} as tenure_bands using (tenure_band)
    where match_mode = '{{ match_mode() }}'
)

select
    unnest(range(first_key, end_key)) as match_key,
    min_deferral,
    max_deferral,
    match_rate,
    match_cap
from banded
