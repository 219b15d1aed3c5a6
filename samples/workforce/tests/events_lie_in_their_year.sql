-- The date of an event is in its year and not before the hire, and the sequence counts 1, 2, 3 in the order of dates.
with ordered as (
    select
        events.event_id,
        events.simulation_year,
        events.effective_date,
        events.event_sequence,
        snapshot.employee_hire_date,
        row_number() over (
            partition by events.simulation_year, events.employee_id order by events.event_sequence
        ) as expected_sequence,
        lag(events.effective_date) over (
            partition by events.simulation_year, events.employee_id order by events.event_sequence
        ) as date_before
    from {{ ref('fct_yearly_events') }} as events
    inner join {{ ref('fct_workforce_snapshot') }} as snapshot using (simulation_year, employee_id)
)

select * from ordered
where year(effective_date) <> simulation_year
   or effective_date < employee_hire_date
   or event_sequence <> expected_sequence
   or effective_date < date_before
