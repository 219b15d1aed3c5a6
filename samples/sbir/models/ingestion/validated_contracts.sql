{{ config(materialized='table') }}
-- Contract actions in types. An obligation below zero takes money back: it is kept, and flagged.
select
    contract_award_unique_key as contract_key,
    {{ clean('award_id_piid') }} as piid,
    {{ clean('parent_award_id_piid') }} as parent_piid,
    {{ day('action_date') }} as action_date,
    {{ amount('federal_action_obligation') }} as obligation,
    coalesce({{ amount('federal_action_obligation') }} < 0, false) as is_deobligation,
    upper({{ clean('recipient_uei') }}) as uei,
    {{ duns('recipient_duns') }} as duns,
    upper({{ clean('cage_code') }}) as cage,
    {{ clean('recipient_name') }} as recipient_name,
    {{ clean('awarding_agency_name') }} as agency,
    {{ clean('awarding_sub_agency_name') }} as sub_agency,
    {{ clean('extent_competed_code') }} as extent_competed,
    {{ clean('naics_code') }} as naics,
    {{ clean('product_or_service_code') }} as product_or_service_code,
    {{ clean('research') }} as research_code
from {{ ref('raw_contracts') }}
where {{ clean('contract_award_unique_key') }} is not null
