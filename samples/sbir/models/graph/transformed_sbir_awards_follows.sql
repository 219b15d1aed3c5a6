{{ config(materialized='incremental', unique_key='company_key', on_schema_change='fail', track_changes=['from_key', 'to_key']) }}
-- an award and the award of the next phase that came after it: same company, agency and program
with awards as (
    from {{ ref('transformed_sbir_awards') }} where true {{ only_of('company_key', companies_with_other_awards()) }}
)

select
    later.award_key as from_key,
    earlier.award_key as to_key,
    (0.5
        + case when later.topic_code = earlier.topic_code then 0.3 else 0 end
        + case when later.researcher_key = earlier.researcher_key then 0.2 else 0 end
        + case when date_diff('day', earlier.starts_on, later.starts_on) between 365 and 1461 then 0.1 else 0 end)::double as confidence,
    date_diff('day', earlier.starts_on, later.starts_on) as days,
    later.company_key
from awards as later
join awards as earlier
    on later.company_key = earlier.company_key
    and later.agency = earlier.agency
    and later.program = earlier.program
    and ((earlier.phase = 'I' and later.phase = 'II') or (earlier.phase = 'II' and later.phase = 'III'))
    and later.starts_on > earlier.starts_on
-- of several possible predecessors the most likely, then the latest
qualify row_number() over (partition by later.award_key order by confidence desc, earlier.starts_on desc, earlier.award_key) = 1
