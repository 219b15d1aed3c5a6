-- Every row of the census with its types, the reason why it cannot be used, and its rank among rows of one id.
with typed as (
    select
        employee_id,
        employee_ssn,
        try_cast(employee_birth_date as date) as employee_birth_date,
        try_cast(employee_hire_date as date) as employee_hire_date,
        try_cast(employee_termination_date as date) as employee_termination_date,
        try_cast(employee_gross_compensation as decimal(18, 2)) as employee_gross_compensation,
        coalesce(try_cast(employee_deferral_rate as decimal(9, 6)), 0) as employee_deferral_rate,
        coalesce(try_cast(scheduled_hours_per_week as decimal(9, 2)), {{ var('full_time_hours_per_week') }})
            as scheduled_hours_per_week,
        coalesce(try_cast(auto_escalation_opt_out as boolean), false) as auto_escalation_opt_out,
        try_cast(eligibility_override as boolean) as eligibility_override,
        active,
        employee_capped_compensation,
        employee_contribution,
        pre_tax_contribution,
        roth_contribution,
        after_tax_contribution,
        employer_core_contribution,
        employer_match_contribution,
        eligibility_entry_date,
        row_hash,
        employee_birth_date as birth_date_text,
        employee_hire_date as hire_date_text,
        employee_termination_date as termination_date_text,
        employee_gross_compensation as compensation_text,
        employee_deferral_rate as deferral_rate_text
    from {{ ref('stg_census_source') }}
),

judged as (
    select
        *,
        case
            when employee_id is null then 'employee_id is missing'
            when regexp_full_match(employee_id, 'NH_\d{4}_\d+')
                then 'employee_id is reserved for simulated hires: ' || employee_id
            when birth_date_text is null then 'employee_birth_date is missing'
            when employee_birth_date is null then 'employee_birth_date is not a date: ' || birth_date_text
            when not isfinite(employee_birth_date) then 'employee_birth_date is not a day: ' || birth_date_text
            when hire_date_text is null then 'employee_hire_date is missing'
            when employee_hire_date is null then 'employee_hire_date is not a date: ' || hire_date_text
            when not isfinite(employee_hire_date) then 'employee_hire_date is not a day: ' || hire_date_text
            when employee_hire_date > date '{{ var("start_year") }}-12-31'
                then 'employee_hire_date is after the first simulated year: ' || hire_date_text
            when termination_date_text is not null and employee_termination_date is null
                then 'employee_termination_date is not a date: ' || termination_date_text
            when compensation_text is null then 'employee_gross_compensation is missing'
            when employee_gross_compensation is null
                then 'employee_gross_compensation is not a number: ' || compensation_text
            when employee_gross_compensation <= 0
                then 'employee_gross_compensation is not above zero: ' || compensation_text
            when deferral_rate_text is not null and try_cast(deferral_rate_text as decimal(9, 6)) is null
                then 'employee_deferral_rate is not a number: ' || deferral_rate_text
            when employee_deferral_rate not between 0 and 1
                then 'employee_deferral_rate is not a fraction of pay: ' || deferral_rate_text
        end as rejection_reason
    from typed
)

-- Of rows with one id the latest hire date is kept, then the highest pay.
select
    * exclude (birth_date_text, hire_date_text, termination_date_text, compensation_text, deferral_rate_text),
    row_number() over (
        partition by employee_id, rejection_reason is null
        order by employee_hire_date desc, employee_gross_compensation desc, row_hash
    ) as rank_of_id
from judged
