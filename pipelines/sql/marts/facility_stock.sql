-- Facilities of a period: those the dated file of the period names, or those of the register open on the as-at day.
-- in_link_register: a register of links speaks for the facility; linked: one of its links is in force on the as-at day;
-- linked_active_30 and linked_active_90: one that was used within so many days. `matched` says that some staff record (return, roster or spell of any period) knows the facility.
with staffed as (
    select facility_code from stg_workforce_return
    union
    select facility_code from stg_roster
    union
    select facility_code from stg_employment
),

dated as (
    select facility_code, period from stg_facility where period <> ''
),

registered as (
    select f.facility_code, p.label as period
    from stg_facility as f
    inner join period as p on coalesce(f.opened_on, p.as_at) <= p.as_at and coalesce(f.closed_on, date '9999-12-31') > p.as_at
    where f.period = ''
),

open_facilities as (
    select * from dated
    union
    select * from registered
),

links as (
    select period, place_code, max(case when uses_30 > 0 then 1 else 0 end) as active_30, max(case when uses_90 > 0 then 1 else 0 end) as active_90
    from link_activity
    group by period, place_code
),

final as (
    select o.facility_code as place_code, o.period, t.facility_type, t.rurality, t.remoteness, 1 as facilities,
        case when s.facility_code is null then 0 else 1 end as matched, case when k.place_code is null then 0 else 1 end as in_link_register,
        case when l.place_code is not null then 1 when k.place_code is not null then 0 end as linked,
        coalesce(l.active_30, case when k.place_code is not null then 0 end) as linked_active_30,
        coalesce(l.active_90, case when k.place_code is not null then 0 end) as linked_active_90
    from open_facilities as o
    inner join place_trait as t on o.facility_code = t.place_code and o.period = t.period
    left join staffed as s on o.facility_code = s.facility_code
    left join link_register as k on o.facility_code = k.place_code and o.period = k.period
    left join links as l on o.facility_code = l.place_code and o.period = l.period
)

select * from final
order by period, place_code
