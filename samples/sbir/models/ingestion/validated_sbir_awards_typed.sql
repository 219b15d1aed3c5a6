{{ config(materialized='incremental', incremental_strategy='append', on_schema_change='fail') }}
-- One row for each record, made once: typed, in one notation, with its key and with what is wrong with it. The abstract stays in raw_sbir_awards.
with cleaned as (
    select
        row_hash,
        {{ clean('company') }} as company,
        {{ clean('award_title') }} as award_title,
        {{ clean('agency') }} as agency,
        {{ clean('branch') }} as branch,
        upper({{ clean('phase') }}) as phase_text,
        upper({{ clean('program') }}) as program,
        {{ clean('agency_tracking_number') }} as agency_tracking_number,
        {{ clean('contract') }} as contract,
        {{ day('proposal_award_date') }} as award_date,
        {{ day('contract_end_date') }} as contract_end_date,
        {{ clean('solicitation_number') }} as solicitation_number,
        try_cast(solicitation_year as integer) as solicitation_year,
        {{ day('solicitation_close_date') }} as solicitation_close_date,
        {{ day('proposal_receipt_date') }} as proposal_receipt_date,
        {{ day('date_of_notification') }} as notification_date,
        {{ clean('topic_code') }} as topic_code,
        try_cast(award_year as integer) as award_year,
        {{ amount('award_amount') }} as award_amount,
        upper({{ clean('uei') }}) as uei,
        {{ duns('duns') }} as duns,
        {{ yes_no('hubzone_owned') }} as is_hubzone_owned,
        {{ yes_no('socially_and_economically_disadvantaged') }} as is_disadvantaged,
        {{ yes_no('woman_owned') }} as is_woman_owned,
        try_cast(number_employees as integer) as employees,
        {{ clean('company_website') }} as company_website,
        {{ clean('address1') }} as address1,
        {{ clean('address2') }} as address2,
        {{ clean('city') }} as city,
        {{ clean('state') }} as state_text,
        {{ clean('zip') }} as zip,
        {{ clean('contact_name') }} as contact_name,
        {{ clean('contact_title') }} as contact_title,
        {{ clean('contact_phone') }} as contact_phone,
        {{ clean('contact_email') }} as contact_email,
        {{ clean('pi_name') }} as pi_name,
        {{ clean('pi_title') }} as pi_title,
        {{ clean('pi_phone') }} as pi_phone,
        {{ clean('pi_email') }} as pi_email,
        {{ clean('ri_name') }} as ri_name,
        {{ clean('ri_poc_name') }} as ri_poc_name,
        {{ clean('ri_poc_phone') }} as ri_poc_phone,
        {{ clean('naics') }} as naics
    from {{ ref('raw_sbir_awards') }}
    {# New records stand together at the end of the table: by their place the others are not read. #}
    {% if is_incremental() %}where rowid in (select rowid from {{ ref('raw_sbir_awards') }} where row_hash not in (select row_hash from {{ this }})){% endif %}
),

states as (
    {{ state_spellings() }}
),

typed as (
    select
        cleaned.* exclude (phase_text, state_text, award_year),
        case replace(phase_text, 'PHASE ', '')
            when 'I' then 'I' when '1' then 'I'
            when 'II' then 'II' when '2' then 'II'
            when 'III' then 'III' when '3' then 'III' when 'IV' then 'III'
        end as phase,
        coalesce(award_year, year(award_date)) as award_year,
        states.code as state,
        -- the key's ten parts; a tracking number alone is shared by tens of thousands of awards
        left(sha256(concat_ws('|', 'SBIR',
            {{ key_part('coalesce(uei, duns, company)') }}, {{ key_part('agency_tracking_number') }}, {{ key_part('contract') }}, {{ key_part('agency') }},
            {{ key_part('branch') }}, {{ key_part('coalesce(phase, phase_text)') }}, {{ key_part('program') }}, coalesce(strftime(award_date, '%Y-%m-%d'), ''),
            {{ key_part('solicitation_number') }})), 24) as award_key,
        concat_ws('; ',
            case when company is null then 'company_missing' end,
            case when award_title is null then 'title_missing' end,
            case when agency is null then 'agency_missing' end,
            case when phase is null then 'phase_unknown' end,
            case when program is null or program not in ('SBIR', 'STTR') then 'program_unknown' end,
            case when coalesce(award_year, year(award_date)) not between 1983 and {{ var('last_award_year') }} then 'year_out_of_range' end,
            case when award_amount is null then 'amount_missing' end,
            case when award_amount <= 0 then 'amount_not_positive' end) as errors,
        concat_ws('; ',
            case when award_amount > {{ var('largest_usual_amount') }} then 'amount_large' end,
            case when strlen(uei) <> 12 then 'uei_malformed' end,
            case when not regexp_full_match(duns, '[0-9]{9}') then 'duns_malformed' end,
            case when {{ is_no_email('contact_email') }} or {{ is_no_email('pi_email') }} then 'email_malformed' end,
            case when {{ is_no_phone('contact_phone') }} or {{ is_no_phone('pi_phone') }} then 'phone_malformed' end,
            case when state_text is not null and states.code is null then 'state_unknown' end,
            case when not regexp_full_match(zip, '[0-9]{5}(-?[0-9]{4})?') then 'zip_malformed' end,
            case when award_year <> year(award_date) then 'year_differs_from_date' end,
            case when contract_end_date < award_date then 'end_before_award' end) as warnings
    from cleaned
    left join states on states.spelling = upper(cleaned.state_text)
)

select * from typed
