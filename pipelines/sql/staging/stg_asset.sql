-- Equipment as last counted.
with ranked as (
    select
        facility_code,
        asset_code,
        asset_kind,
        is_standard_kit,
        cast(acquired_on as date) as acquired_on,
        cast(on_date as date) as on_date,
        asset_status,
        cast(last_fault_on as date) as last_fault_on,
        fault_days,
        row_number() over (
            partition by facility_code, asset_code
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_asset
),

final as (
    select facility_code, asset_code, asset_kind, is_standard_kit, acquired_on, on_date, asset_status, last_fault_on, fault_days
    from ranked
    where nth = 1
)

select * from final
