-- Days a facility was open, closed and online in a month, with the days of the month.
with final as (
    select s.facility_code as place_code, s.period, s.open_days, s.closed_days, s.closure_reason, coalesce(c.role, '') as role, s.online_days,
        s.log_ins, date_diff('day', p.start_on, p.end_on) + 1 as month_days, t.facility_type, t.rurality, t.remoteness
    from stg_facility_status as s
    inner join period as p on s.period = p.label and p.kind = 'month'
    inner join place_trait as t on s.facility_code = t.place_code and s.period = t.period
    left join code as c on c.codelist = 'closure_reason' and s.closure_reason = c.code
)

select * from final
order by period, place_code
