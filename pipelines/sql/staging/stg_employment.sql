-- Spells in post; end_on is the last day in post.
with ranked as (
    select
        person_key,
        facility_code,
        staff_group,
        cast(start_on as date) as start_on,
        cast(end_on as date) as end_on,
        exit_reason,
        destination,
        contract_type,
        cast(contract_start_on as date) as contract_start_on,
        cast(contract_end_on as date) as contract_end_on,
        pension_scheme,
        fte,
        is_main_post,
        sex,
        birth_year,
        file,
        source_sheet,
        source_row,
        row_number() over (
            partition by person_key, facility_code, cast(start_on as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_employment
),

final as (
    select person_key, facility_code, staff_group, start_on, end_on, exit_reason, destination, contract_type, contract_start_on,
        contract_end_on, pension_scheme, fte, is_main_post, sex, birth_year, file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
