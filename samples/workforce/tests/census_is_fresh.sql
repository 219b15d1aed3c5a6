-- The census file is older than the setting allows.
{{ config(severity='warn') }}

select last_modified
from read_blob('{{ var("census_path") | replace("'", "''") }}')
where last_modified < now() - to_days({{ var('census_maximum_age_days') }})
