-- In = kept + duplicates + rejected.
with counted as (
    select
        (select count(*) from {{ ref('stg_census_source') }}) as rows_in,
        (select count(*) from {{ ref('stg_census') }}) as kept,
        (select count(*) from {{ ref('stg_census_duplicates') }}) as duplicates,
        (select count(*) from {{ ref('stg_census_rejected') }}) as rejected
)

select * from counted
where rows_in <> kept + duplicates + rejected
