-- Days of a month on which a clinic should have been open, and those it was shut because the doctor was away, dated the last of the month.
-- A month that says how many days it was shut, but not why, tells neither.
with final as (
    select s.facility_code as place_code, p.end_on as on_date, s.open_days + s.closed_days as due_days,
        case when c.role = 'staff' then s.closed_days else 0 end as absent_days
    from stg_facility_status as s
    inner join period as p on s.period = p.label and p.kind = 'month'
    left join code as c on c.codelist = 'closure_reason' and s.closure_reason = c.code
    where s.open_days is not null and s.closed_days is not null and (s.closed_days = 0 or c.code is not null)
)

select * from final
order by place_code, on_date
