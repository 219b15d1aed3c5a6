select count(*)::bigint as n from {{ ref('inlined') }}
