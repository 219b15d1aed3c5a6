{{ config(materialized='table', track_changes=['contract_key', 'company_key']) }}
-- one row for each contract: its actions summed up
select
    c.contract_key,
    min(c.piid) as piid,
    min(c.parent_piid) as parent_piid,
    min(c.action_date) as first_action_on,
    max(c.action_date) as last_action_on,
    sum(c.obligation)::double as obligation,
    count(*) filter (where c.is_deobligation) as deobligations,
    min(c.agency) as agency,
    min(c.sub_agency) as sub_agency,
    min(c.extent_competed) as extent_competed,
    min(c.naics) as naics,
    min(c.research_code) as research_code,
    min(e.company_key) as company_key,
    -- of all that is known of it: companies read more than these columns
    bit_xor(hash(c, e)) as source_hash
from {{ ref('validated_contracts') }} as c
join {{ ref('enriched_contracts') }} as e using (contract_key)
group by c.contract_key
