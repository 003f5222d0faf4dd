-- Documents of an application: of a kind checked several times, the last check counts.
with ranked as (
    select
        application_id, facility_code, document_kind, is_present, is_valid, cast(valid_to as date) as valid_to,
        cast(checked_on as date) as checked_on, file, source_sheet, source_row,
        row_number() over (
            partition by application_id, document_kind
            order by checked_on desc, batch desc, file, source_sheet, source_row
        ) as nth
    from raw_document
),

final as (
    select
        application_id, facility_code, document_kind, is_present, is_valid, valid_to, checked_on, file, source_sheet,
        source_row
    from ranked
    where nth = 1
)

select * from final
