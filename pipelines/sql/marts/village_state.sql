-- Villages from one day until the next change (not counted in), within the days of data_span: whether a clinic stands in the village and
-- whether a doctor is in post there. Where the facility register names the village of any facility of the township, it says which villages have
-- an open clinic, day by day; else the village list does, which is of no day. A village that was merged away counts until that day.
-- Whether a doctor is in post is known only where the staff of the township's unit is: `has_doctor` is null elsewhere.
with span as (
    select first_day, cast(last_day + interval 1 day as date) as after_last from data_span
),

homes as (
    select v.village_code, v.village_kind, v.has_clinic, v.serving_facility_code, coalesce(s.to_code, v.region_code) as place_code,
        least(coalesce(v.abolished_on, d.after_last), d.after_last) as gone_on, d.first_day, d.after_last
    from stg_village as v
    left join region_successor as s on v.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
    cross join span as d
),

units as (
    select p.place_code, max_by(p.region_code, p.from_on) as unit_code
    from place_span as p
    inner join site_setting as s on s.name = 'unit_level' and p.level = s.value
    group by p.place_code
),

clinics as (
    select h.village_code, f.facility_code, coalesce(f.opened_on, h.first_day) as from_on, coalesce(f.closed_on, h.after_last) as to_on
    from homes as h
    inner join stg_facility as f on f.period = '' and (
        h.village_code = f.village_code or (h.has_clinic and h.serving_facility_code = f.facility_code and f.village_code is null)
    )
),

registered as (
    select distinct coalesce(s.to_code, f.region_code) as place_code
    from stg_facility as f
    left join region_successor as s on f.region_code = s.from_code and s.until_on = date '9999-12-31' and s.is_main
    where f.period = '' and f.village_code is not null
),

doctors as (
    select c.village_code, w.from_on, w.to_on
    from workforce_state as w
    inner join clinics as c on w.place_code = c.facility_code
    inner join code as g on g.codelist = 'staff_group' and w.staff_group = g.code and g.role = 'doctor'
    where w.counts_total and (w.headcount > 0 or w.source = 'person')
),

staffed as (
    select u.unit_code, w.from_on, w.to_on
    from (
        select place_code, min(from_on) as from_on, max(d.after_last) as to_on
        from workforce_state
        cross join span as d
        where source = 'person'
        group by place_code
        union all
        select distinct place_code, from_on, to_on from workforce_state where source = 'return'
    ) as w
    inner join units as u on w.place_code = u.place_code
),

known as (
    select distinct h.village_code, s.from_on, s.to_on
    from homes as h
    inner join units as u on h.place_code = u.place_code
    inner join staffed as s on u.unit_code = s.unit_code
),

changes as (
    select village_code, first_day as on_date, 0 as clinics, 0 as doctors, 0 as sources from homes
    union all
    select village_code, from_on, 1, 0, 0 from clinics
    union all
    select village_code, to_on, -1, 0, 0 from clinics
    union all
    select village_code, from_on, 0, 1, 0 from doctors
    union all
    select village_code, to_on, 0, -1, 0 from doctors
    union all
    select village_code, from_on, 0, 0, 1 from known
    union all
    select village_code, to_on, 0, 0, -1 from known
),

daily as (
    select village_code, on_date, sum(clinics) as clinics, sum(doctors) as doctors, sum(sources) as sources
    from changes
    group by village_code, on_date
),

running as (
    select village_code, on_date, sum(clinics) over day > 0 as has_open, sum(doctors) over day > 0 as has_doctor,
        sum(sources) over day > 0 as is_known
    from daily
    window day as (partition by village_code order by on_date rows between unbounded preceding and current row)
),

turns as (
    select *, coalesce(
        lag(has_open) over day = has_open and lag(has_doctor) over day = has_doctor and lag(is_known) over day = is_known, false
    ) as is_same
    from running
    window day as (partition by village_code order by on_date)
),

stretches as (
    select village_code, on_date, coalesce(lead(on_date) over (partition by village_code order by on_date), date '9999-12-31') as until_on,
        has_open, has_doctor, is_known
    from turns
    where not is_same
),

told as (
    select h.place_code, h.village_code, h.village_kind, greatest(s.on_date, h.first_day) as from_on, least(s.until_on, h.gone_on) as to_on,
        case when r.place_code is null then h.has_clinic else s.has_open end as has_clinic,
        case when s.is_known then s.has_doctor end as has_doctor
    from homes as h
    inner join stretches as s on h.village_code = s.village_code
    left join registered as r on h.place_code = r.place_code
),

final as (
    select place_code, village_code, village_kind, from_on, to_on, 1 as villages, has_clinic, has_doctor,
        case when has_clinic is null then 0 else 1 end as villages_told, case when has_clinic then 1 when not has_clinic then 0 end as with_clinic,
        case when has_clinic then 0 when not has_clinic then 1 end as without_clinic,
        case when has_clinic and has_doctor is not null then 1 else 0 end as staff_known,
        case when not has_clinic then 0 when not has_doctor then 1 when has_doctor then 0 end as blank
    from told
    where from_on < to_on
)

select * from final
order by place_code, from_on
