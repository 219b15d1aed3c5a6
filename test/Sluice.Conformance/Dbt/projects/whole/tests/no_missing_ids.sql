select * from {{ ref('stg_people') }} where id is null
