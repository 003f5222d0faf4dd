-- One row per facility and period; a register without a period is in force from the beginning.
with ranked as (
    select
        facility_code,
        period,
        facility_name,
        coalesce(facility_type, 'unknown') as facility_type,
        region_code,
        coalesce(rurality, 'unknown') as rurality,
        village_name,
        longitude,
        latitude,
        cast(opened_on as date) as opened_on,
        cast(closed_on as date) as closed_on,
        contract_type,
        is_dispensing,
        village_code,
        has_standard_kit,
        smart_devices,
        network,
        his_system,
        cast(last_online as date) as last_online,
        platform_name,
        cast(platform_live_on as date) as platform_live_on,
        coalesce(unit, '') as unit,
        row_number() over (partition by facility_code, period order by batch desc, file, source_sheet, source_row) as nth
    from raw_facility
),

final as (
    select
        r.facility_code,
        r.period,
        coalesce(cast(p.start_on as date), date '1900-01-01') as valid_from,
        r.facility_name,
        r.facility_type,
        r.region_code,
        r.rurality,
        r.village_name,
        r.longitude,
        r.latitude,
        r.opened_on,
        r.closed_on,
        r.contract_type,
        r.is_dispensing,
        r.village_code,
        r.has_standard_kit,
        r.smart_devices,
        r.network,
        r.his_system,
        r.last_online,
        r.platform_name,
        r.platform_live_on,
        r.unit
    from ranked as r
    left join period as p on r.period = p.label
    where r.nth = 1
)

select * from final
