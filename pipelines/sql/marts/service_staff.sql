-- Staff of the facilities that filed services, on the last day of the period filed, by staff group. A row without a group says that
-- the staff of the facility is known: where none of a group follows, there is none of it. Where nobody knows, there is no row.
with filed as (
    select distinct s.place_code, s.period, p.as_at
    from service_place as s
    inner join period as p on s.period = p.label
),

known as (
    select distinct f.place_code, f.period
    from filed as f
    inner join site_setting as u on u.name = 'unit_level'
    inner join place_span as a on f.place_code = a.place_code and a.level = u.value and a.from_on <= f.as_at and a.to_on > f.as_at
    inner join reporting as r on a.region_code = r.place_code and r.dataset in ('employment', 'roster', 'workforce_return')
        and (r.period = f.period or (r.period is null and r.from_on <= f.as_at and r.to_on > f.as_at))
),

staff as (
    select f.place_code, f.period, w.staff_group, sum(w.fte) as fte, sum(w.headcount) as headcount
    from filed as f
    inner join workforce_state as w on f.place_code = w.place_code and w.from_on <= f.as_at and w.to_on > f.as_at
        and (w.period is null or w.period = f.period)
    where w.counts_total
    group by f.place_code, f.period, w.staff_group
),

final as (
    select place_code, period, '' as staff_group, cast(0 as double) as fte, 0 as headcount from known
    union all
    select s.place_code, s.period, s.staff_group, s.fte, s.headcount
    from staff as s
    inner join known as k on s.place_code = k.place_code and s.period = k.period
)

select * from final
order by period, place_code
