-- Open, closed and online days of a facility added up over every period, with how many of its months were filed.
with final as (
    select m.place_code, w.label as period, t.facility_type, t.rurality, t.remoteness,
        sum(m.open_days) as open_days, sum(m.closed_days) as closed_days,
        sum(case when m.role = 'staff' then m.closed_days end) as closed_days_staff,
        sum(m.online_days) as online_days, sum(case when m.online_days is not null then m.open_days end) as open_days_with_online,
        sum(m.log_ins) as log_ins, sum(m.month_days) as days, count(*) as months_filed, max(w.months) as months
    from facility_open_month as m
    inner join period as p on m.period = p.label
    inner join period as w on p.start_on >= w.start_on and p.end_on <= w.end_on
    inner join place_trait as t on m.place_code = t.place_code and w.label = t.period
    group by m.place_code, w.label, t.facility_type, t.rurality, t.remoteness
)

select * from final
order by period, place_code
