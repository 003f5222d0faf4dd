-- Days that equipment could be worked with in the twelve months before it was counted, and the days it was there, from the day of the
-- count for twelve months. What was scrapped, or whose days out of order nobody wrote, is in neither.
with pieces as (
    select facility_code, asset_kind, on_date, fault_days,
        greatest(least(365, coalesce(date_diff('day', acquired_on, on_date), 365)), 0) as days
    from stg_asset
    where asset_status <> 'scrapped' and fault_days is not null and on_date is not null
),

final as (
    select facility_code as place_code, asset_kind, on_date as from_on, cast(on_date + interval 12 month as date) as to_on, count(*) as pieces,
        sum(days) as asset_days, sum(greatest(days - fault_days, 0)) as working_days
    from pieces
    group by facility_code, asset_kind, on_date
)

select * from final
order by place_code, from_on
