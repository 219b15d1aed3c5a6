{{ config(materialized='table') }}select 2 as id, 2.5 as price
