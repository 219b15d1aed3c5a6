-- Deferrals within the limit of the person's age; person and employer money within annual additions (section 415(c)).
select
    snapshot.simulation_year,
    snapshot.employee_id,
    snapshot.employee_contribution,
    snapshot.contribution_limit,
    snapshot.annual_additions,
    limits.annual_additions_limit
from {{ ref('fct_workforce_snapshot') }} as snapshot
inner join {{ ref('int_plan_limits') }} as limits using (simulation_year)
where snapshot.employee_contribution > snapshot.contribution_limit
   or snapshot.annual_additions > limits.annual_additions_limit
