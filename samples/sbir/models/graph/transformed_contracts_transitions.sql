{{ config(materialized='incremental', unique_key='company_key', on_schema_change='fail', track_changes=['award_key', 'transition_id', 'contract_key']) }}
-- a contract that an award may have led to: same vendor, from the day of the award's end to two years after
with awards as (
    from {{ ref('transformed_sbir_awards') }} where true {{ only_of('company_key', companies_with_other_transitions()) }}
),

pairs as (
    select
        awards.company_key,
        awards.award_key,
        contracts.contract_key,
        date_diff('day', awards.ends_on, contracts.first_action_on) as days,
        awards.agency = contracts.agency as is_same_agency,
        contracts.extent_competed in ('B', 'C', 'G', 'CDO', 'NDO') as is_not_competed,
        awards.award_key in (select to_key from {{ ref('transformed_patents_awards') }}) as has_patent,
        -- the vendor's strongest area is one of the award's
        exists (
            from {{ ref('transformed_sbir_awards_cet') }} as cet
            join {{ ref('transformed_companies_cet') }} as profile on profile.cet_id = cet.cet_id and profile.rank = 1
            where cet.award_key = awards.award_key and profile.company_key = contracts.company_key) as is_in_area
    from awards
    join {{ ref('transformed_contracts') }} as contracts
        on contracts.company_key = awards.company_key
        and contracts.first_action_on between awards.ends_on and awards.ends_on + interval {{ var('transition_months') }} months
    where contracts.obligation > 0
)

select
    left(sha256(award_key || '|' || contract_key), 24) as transition_id,
    award_key,
    contract_key,
    days,
    (0.15
        + case when is_same_agency then 0.25 else 0 end
        + 0.20 * greatest(0, 1 - days / ({{ var('transition_months') }} * 30.44))
        + case when is_not_competed then 0.15 else 0 end
        + case when has_patent then 0.10 else 0 end
        + case when is_in_area then 0.15 else 0 end)::double as score,
    coalesce(is_same_agency, false) as is_same_agency,
    coalesce(is_not_competed, false) as is_not_competed,
    has_patent,
    is_in_area,
    company_key
from pairs
