-- When the engine committed each asset and partition, from its own markers. A view: it is as fresh as the last commit.
-- depends_on: {{ ref('rpt_multi_year') }}
{{ config(materialized='view') }}

select
    run_id,
    asset,
    partition,
    row_count,
    committed_at,
    committed_at - lag(committed_at) over (partition by run_id order by committed_at, asset) as since_previous_commit
from {{ source('engine', 'commits') }}
