-- Work that people from outside do at a facility, in full-time equivalents of a year: experts on visits (persons x days x hours of a
-- day ÷ working hours of a year, by the site's settings) on the first day of the visit; staff seconded from above a twelfth for every
-- month at whose end they are in post; a return's seconded staff for the period it names. A visit whose days nobody wrote is one day.
with hours as (
    select max(case when name = 'full_time_hours' then cast(value as double) end) / 5 as day_hours,
        max(case when name = 'available_hours' then cast(value as double) end) as year_hours
    from site_setting
),

final as (
    select v.facility_code as place_code, v.on_date, 'visit' as source, v.experts * coalesce(v.visit_days, 1) as person_days,
        v.experts * coalesce(v.visit_days, 1) * h.day_hours / nullif(h.year_hours, 0) as fte_years
    from stg_expert_visit as v
    cross join hours as h
    union all
    select w.place_code, p.end_on as on_date, 'seconded' as source, cast(null as double) as person_days, sum(w.fte) / 12 as fte_years
    from workforce_state as w
    inner join period as p on p.kind = 'month' and w.from_on <= p.end_on and w.to_on > p.end_on
    where w.staff_group = 'seconded' and w.source = 'person'
    group by w.place_code, p.end_on
    union all
    select w.place_code, w.from_on as on_date, 'seconded' as source, cast(null as double) as person_days, sum(w.fte) * max(p.months) / 12 as fte_years
    from workforce_state as w
    inner join period as p on w.period = p.label
    where w.staff_group = 'seconded' and w.source = 'return'
    group by w.place_code, w.from_on
)

select * from final
order by place_code, on_date
