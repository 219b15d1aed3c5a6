{{ config(materialized='table') }}
-- what happened to a patent, record by record: the kind is what the text says first of assignment, license, security and merger
with executed as (
    select rf_id, min(try_cast({{ clean('exec_dt') }} as date)) as executed_on from {{ ref('raw_patents_assignors') }} group by rf_id
),

said as (
    select
        try_cast(a.rf_id as bigint) as rf_id,
        a.rf_id as rf_text,
        {{ clean('a.convey_text') }} as conveyance_text,
        try_cast({{ clean('a.record_dt') }} as date) as recorded_on,
        executed.executed_on,
        coalesce(c.employer_assign = '1', false) as is_from_employee
    from {{ ref('raw_patents_assignments') }} as a
    left join executed on executed.rf_id = a.rf_id
    left join {{ ref('raw_patents_conveyances') }} as c on c.rf_id = a.rf_id
    union all
    select distinct rf_id, rf_id::varchar, {{ clean('conveyance_text') }}, recorded_on, executed_on, false from {{ ref('raw_patents_uspto') }}
),

recorded as (
    select
        rf_id,
        rf_text,
        conveyance_text,
        case
            when contains(upper(conveyance_text), 'ASSIGNMENT') or contains(upper(conveyance_text), 'ASSIGNOR') then 'assignment'
            when contains(upper(conveyance_text), 'LICENSE') then 'license'
            when contains(upper(conveyance_text), 'SECURITY') then 'security'
            when contains(upper(conveyance_text), 'MERGER') then 'merger'
            else 'other'
        end as kind,
        recorded_on,
        executed_on,
        is_from_employee
    from said
)

select recorded.*, coalesce(date_diff('day', executed_on, recorded_on) > {{ var('delayed_recording_days') }}, false) as is_delayed
from recorded
where rf_id is not null
