{{ config(materialized='incremental', unique_key='company_key', on_schema_change='fail', track_changes=['company_key']) }}
-- one row for each company that has an award or a contract; of several spellings the one that most awards have
with named as (
    select e.company_key, e.recipient_uei as uei, e.recipient_cage as cage, e.recipient_duns as duns, coalesce(e.legal_name, a.company) as name, a.state, e.naics, 1 as awards, a.amount::decimal(18, 2) as amount
    from {{ ref('enriched_sbir_awards') }} as e
    join {{ ref('transformed_sbir_awards') }} as a using (award_key)
    where true {{ only_of('e.company_key', companies_with_others()) }}
    union all
    select e.company_key, e.recipient_uei, e.recipient_cage, e.recipient_duns, coalesce(e.legal_name, c.recipient_name), null, c.naics, 0, 0
    from {{ ref('enriched_contracts') }} as e
    join {{ ref('validated_contracts') }} as c using (contract_key)
    where true {{ only_of('e.company_key', companies_with_others()) }}
),

names as (
    select company_key, name, row_number() over (partition by company_key order by count(*) desc, name) as place
    from named
    where name is not null
    group by company_key, name
)

select
    named.company_key,
    max(named.uei) as uei,
    max(named.cage) as cage,
    max(named.duns) as duns,
    max(names.name) as name,
    max(named.state) as state,
    max(named.naics) as naics,
    sum(named.awards)::bigint as awards,
    sum(named.amount)::double as award_amount
from named
left join names on names.company_key = named.company_key and names.place = 1
group by named.company_key
