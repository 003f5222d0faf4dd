-- Requests of clinics to hospitals, once each.
with ranked as (
    select
        request_id,
        facility_code,
        hospital_code,
        department,
        consultation_kind,
        modality,
        cast(requested_at as timestamp) as requested_at,
        cast(replied_at as timestamp) as replied_at,
        cast(closed_at as timestamp) as closed_at,
        consultation_outcome,
        is_critical,
        is_transfer_avoided,
        row_number() over (
            partition by request_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_consultation
),

final as (
    select request_id, facility_code, hospital_code, department, consultation_kind, modality, requested_at, replied_at, closed_at,
        consultation_outcome, is_critical, is_transfer_avoided
    from ranked
    where nth = 1
)

select * from final
