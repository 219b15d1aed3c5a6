{{ config(materialized='table') }}
-- the principal investigators
select
    awards.researcher_key,
    min(validated.pi_name) as name,
    min(validated.pi_email) as email,
    min(validated.pi_title) as title,
    count(*) as awards
from {{ ref('transformed_sbir_awards') }} as awards
join {{ ref('validated_sbir_awards') }} as validated using (award_key)
where awards.researcher_key is not null
group by awards.researcher_key
