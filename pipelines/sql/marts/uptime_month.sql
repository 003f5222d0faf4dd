-- Days a facility was open and days its clinical system was online, dated the last day of the month; only months whose days online
-- were filed, so that a month nobody counted makes no system look idle.
with final as (
    select m.place_code, p.end_on as on_date, m.online_days, m.open_days as scheduled_days
    from facility_open_month as m
    inner join period as p on m.period = p.label
    where m.online_days is not null and m.open_days is not null
)

select * from final
order by place_code, on_date
