-- Subsidy schemes, one row each; in force for ever where no day is given; valid_to is the last day.
with ranked as (
    select
        scheme_id, scheme_title, subsidy_type, authority, document_no, source_level, area_code, conditions,
        agreement_years_needed, service_years_needed, is_full_time_needed, coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
        coalesce(cast(valid_to as date), date '9999-12-31') as valid_to, file, source_sheet, source_row,
        row_number() over (
            partition by scheme_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_subsidy_scheme
),

final as (
    select
        scheme_id, scheme_title, subsidy_type, authority, document_no, source_level, area_code, conditions,
        agreement_years_needed, service_years_needed, is_full_time_needed, valid_from, valid_to, file, source_sheet,
        source_row
    from ranked
    where nth = 1
)

select * from final
