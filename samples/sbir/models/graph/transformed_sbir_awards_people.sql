{{ config(materialized='incremental', unique_key='researcher_key', on_schema_change='fail', track_changes=['researcher_key']) }}
-- the principal investigators
select
    awards.researcher_key,
    min(validated.pi_name) as name,
    min(validated.pi_email) as email,
    min(validated.pi_title) as title,
    count(*) as awards
from {{ ref('transformed_sbir_awards') }} as awards
join {{ ref('validated_sbir_awards') }} as validated using (award_key)
where awards.researcher_key is not null {{ only_of('awards.researcher_key', 'select researcher_key from ' ~ changes('transformed_sbir_awards')) }}
group by awards.researcher_key
