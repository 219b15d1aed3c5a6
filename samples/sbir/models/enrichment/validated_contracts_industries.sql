{{ config(materialized='table', group='sbir_ingestion') }}
-- the industry that most contracts of an entity have
select uei, mode(naics order by naics) as naics
from {{ ref('validated_contracts') }}
where uei is not null and naics is not null
group by uei
