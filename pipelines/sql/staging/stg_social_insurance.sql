-- Contributions of a person, a month and a scheme.
with ranked as (
    select
        person_key,
        facility_code,
        period,
        insurance_scheme,
        employer,
        is_paid,
        contribution_yuan,
        file,
        source_sheet,
        source_row,
        row_number() over (
            partition by person_key, period, insurance_scheme
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_social_insurance
),

final as (
    select person_key, facility_code, period, insurance_scheme, employer, is_paid, contribution_yuan, file, source_sheet, source_row
    from ranked
    where nth = 1
)

select * from final
