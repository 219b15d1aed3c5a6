{{ config(materialized='incremental', unique_key='company_key', on_schema_change='fail', track_changes=['company_key', 'cet_id']) }}
-- sums are of decimals: those of doubles hang on the order in which threads add them
-- what a company works on: the mean score of each area over its awards, the area's share, and how concentrated it is (HHI, 0 to 1)
with scores as (
    select awards.company_key, cet.cet_id, sum(cet.score::decimal(18, 6)) as total, sum(cet.score::decimal(18, 6))::double / count(*) as mean_score, count(*) as awards
    from {{ ref('transformed_sbir_awards_cet') }} as cet
    join {{ ref('transformed_sbir_awards') }} as awards using (award_key)
    where true {{ only_of('awards.company_key', companies_with_other_awards()) }}
    group by all
),

shares as (
    select *, total::double / sum(total) over (partition by company_key)::double as share from scores
)

select
    company_key,
    cet_id,
    mean_score,
    awards,
    share,
    sum((share * share)::decimal(18, 12)) over (partition by company_key)::double as hhi,
    row_number() over (partition by company_key order by total desc, cet_id) as rank
from shares
