-- Facilities of a period: those the dated file of the period names, or those of the register open on the as-at day.
-- `matched` says that some staff record (return, roster or spell of any period) knows the facility.
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

final as (
    select o.facility_code as place_code, o.period, t.facility_type, t.rurality, t.remoteness, 1 as facilities,
        case when s.facility_code is null then 0 else 1 end as matched
    from open_facilities as o
    inner join place_trait as t on o.facility_code = t.place_code and o.period = t.period
    left join staffed as s on o.facility_code = s.facility_code
)

select * from final
order by period, place_code
