{{ config(materialized='table', group='sbir_ingestion') }}
-- entities with an identifier and a name, whole rows only, in one order: of two with one identifier the first counts
select upper({{ clean('uei') }}) as uei, upper({{ duns('duns') }}) as duns, upper({{ clean('cage') }}) as cage, {{ clean('legal_name') }} as legal_name,
    {{ clean('naics') }} as naics, source_date
from (
    select uei, duns, cage, legal_name, naics, source_date from {{ ref('raw_companies') }} where is_whole
    union all by name
    select uei, null::varchar as duns, cage, legal_name, naics, source_date from {{ ref('validated_companies_sam') }}
) as entities
where {{ clean('legal_name') }} is not null
order by uei nulls last, cage nulls last, duns nulls last, legal_name, naics nulls last, source_date
