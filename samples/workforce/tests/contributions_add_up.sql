-- Pre-tax and Roth make the contribution; who is not in the plan defers nothing; nobody is paid for more days than the
-- year has; nobody owns more than the balance; only leavers forfeit.
select
    snapshot.simulation_year,
    snapshot.employee_id,
    snapshot.employee_contribution
from {{ ref('fct_workforce_snapshot') }} as snapshot
inner join {{ ref('int_employee_contributions') }} as contributions using (simulation_year, employee_id)
where snapshot.pre_tax_contribution + snapshot.roth_contribution <> snapshot.employee_contribution
   or (not snapshot.is_enrolled and snapshot.employee_contribution <> 0)
   or snapshot.employee_contribution > snapshot.earned_compensation
   or contributions.days_in_force not between 1 and date_diff(
       'day', make_date(snapshot.simulation_year, 1, 1), make_date(snapshot.simulation_year + 1, 1, 1)
   )
   or snapshot.vested_balance > snapshot.employer_balance
   or (snapshot.employment_status = 'active' and snapshot.forfeited_balance <> 0)
