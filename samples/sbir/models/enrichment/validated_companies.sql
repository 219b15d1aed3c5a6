{{ config(materialized='table', group='sbir_ingestion') }}
-- entities with an identifier and a name, whole rows only, in one order: of two with one identifier the first counts
select upper({{ clean('uei') }}) as uei, {{ duns('duns') }} as duns, upper({{ clean('cage') }}) as cage, {{ clean('legal_name') }} as legal_name,
    {{ clean('naics') }} as naics, source_date
from {{ ref('raw_companies') }}
where is_whole and {{ clean('legal_name') }} is not null
order by uei nulls last, cage nulls last, duns nulls last, legal_name
