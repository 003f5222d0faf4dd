-- Days of a month on which a clinic should have been open, and those it was shut because the doctor was away, dated the last of the month.
-- A month that says how many days it was shut, but not why, tells neither.
with final as (
    select m.place_code, p.end_on as on_date, m.open_days + m.closed_days as due_days,
        case when m.role = 'staff' then m.closed_days else 0 end as absent_days
    from facility_open_month as m
    inner join period as p on m.period = p.label
    where m.open_days is not null and m.closed_days is not null and (m.closed_days = 0 or m.role <> '')
)

select * from final
order by place_code, on_date
