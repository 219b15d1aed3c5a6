{{ config(materialized='incremental', unique_key='researcher_key', on_schema_change='fail', track_changes=['researcher_key']) }}
-- the principal investigators
select
    researcher_key,
    min(pi_name) as name,
    min(pi_email) as email,
    min(pi_title) as title,
    count(*) as awards
from {{ ref('transformed_sbir_awards') }}
where researcher_key is not null {{ only_of('researcher_key', 'select researcher_key from ' ~ changes('transformed_sbir_awards')) }}
group by researcher_key
