-- Nobody's pay falls from one year to the next, or more than doubles.
{{ config(severity='warn') }}

select
    this_year.simulation_year,
    this_year.employee_id,
    last_year.compensation as compensation_before,
    this_year.compensation
from {{ ref('int_employee_compensation_by_year') }} as this_year
inner join {{ ref('int_employee_compensation_by_year') }} as last_year
    on last_year.employee_id = this_year.employee_id
    and last_year.simulation_year = this_year.simulation_year - 1
where this_year.compensation < last_year.compensation
   or this_year.compensation > 2 * last_year.compensation
