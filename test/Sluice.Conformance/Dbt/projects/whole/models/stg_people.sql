select id, name, met_at from {{ source('raw', 'people') }}
