-- Days a facility was short of an item in a month.
with ranked as (
    select
        facility_code,
        period,
        item,
        days_short,
        row_number() over (
            partition by facility_code, item, period
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_asset_stockout
),

final as (
    select facility_code, period, item, days_short
    from ranked
    where nth = 1
)

select * from final
