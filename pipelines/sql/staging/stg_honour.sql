-- Honours of persons.
with ranked as (
    select
        person_key,
        facility_code,
        honour,
        honour_level,
        honour_kind,
        cast(on_date as date) as on_date,
        issuer,
        row_number() over (
            partition by person_key, honour, cast(on_date as date)
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_honour
),

final as (
    select person_key, facility_code, honour, honour_level, honour_kind, on_date, issuer
    from ranked
    where nth = 1
)

select * from final
