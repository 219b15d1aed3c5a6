-- Every age with its band and its segment of enrolment behaviour, so that models join on equality.
with banded as (
    select age_band, unnest(range(min_age, coalesce(max_age, 121))) as age from {{ ref('age_bands') }}
),

segments as (
    select
        segment as enrollment_segment,
        voluntary_rate,
        proactive_rate,
        conversion_rate,
        deferral_rate as chosen_deferral_rate,
        unnest(range(min_age, coalesce(max_age, 121))) as age
    from {{ ref('enrollment_by_age') }}
)

select age, age_band, enrollment_segment, voluntary_rate, proactive_rate, conversion_rate, chosen_deferral_rate
from banded
inner join segments using (age)
