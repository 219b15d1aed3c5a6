-- Who left does not appear in the snapshot of a later year.
select later.simulation_year, later.employee_id
from {{ ref('fct_workforce_snapshot') }} as later
inner join {{ ref('fct_workforce_snapshot') }} as left_before
    on left_before.employee_id = later.employee_id
    and left_before.simulation_year = later.simulation_year - 1
where left_before.employment_status = 'terminated'
