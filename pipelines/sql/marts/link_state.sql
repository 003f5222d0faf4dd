-- Facilities by what their links to hospitals are, from one day until another (not counted in): in_link_register, a register of links
-- speaks for the facility; linked, a link of its is in force; active_short and active_long, one in force was used within so many days
-- (the first and the last of the site's windows). A row counts in one column, so rows of a facility and column never overlap.
with undated as (
    select facility_code, coalesce(opened_on, date '0001-01-01') as from_on, coalesce(closed_on, date '9999-12-31') as to_on
    from stg_facility
    where period = ''
),

open_facilities as (
    select * from undated
    union all
    select f.facility_code, p.start_on as from_on, cast(p.end_on + interval 1 day as date) as to_on
    from stg_facility as f
    inner join period as p on f.period = p.label
    where f.facility_code not in (select facility_code from undated)
),

ends as (
    select cast(last_day + interval 1 day as date) as to_on from support_span
),

windows as (
    select min(width) as short_days, max(width) as long_days from site_window where name = 'active_days'
),

links as (
    select u.place_code, u.start_on, least(coalesce(cast(u.end_on + interval 1 day as date), e.to_on), e.to_on) as to_on, u.used_on
    from link_use as u
    cross join ends as e
),

spans as (
    select place_code, 'in_link_register' as told, from_on, to_on from link_register
    union all
    select distinct place_code, 'linked' as told, start_on as from_on, to_on from links
    union all
    select l.place_code, 'active_short' as told, l.used_on as from_on, least(l.to_on, cast(l.used_on + w.short_days * interval 1 day as date)) as to_on
    from links as l
    cross join windows as w
    where l.used_on is not null
    union all
    select l.place_code, 'active_long' as told, l.used_on as from_on, least(l.to_on, cast(l.used_on + w.long_days * interval 1 day as date)) as to_on
    from links as l
    cross join windows as w
    where l.used_on is not null
),

standing as (
    select distinct s.place_code, s.told, greatest(s.from_on, o.from_on) as from_on, least(s.to_on, o.to_on) as to_on
    from spans as s
    inner join open_facilities as o on s.place_code = o.facility_code and o.from_on < s.to_on and o.to_on > s.from_on
),

marked as (
    select *, case when from_on <= max(to_on) over before_it then 0 else 1 end as is_new
    from standing
    where from_on < to_on
    window before_it as (partition by place_code, told order by from_on, to_on rows between unbounded preceding and 1 preceding)
),

numbered as (
    select *, sum(is_new) over (partition by place_code, told order by from_on, to_on rows between unbounded preceding and current row) as run_no
    from marked
),

merged as (
    select place_code, told, min(from_on) as from_on, max(to_on) as to_on from numbered group by place_code, told, run_no
),

final as (
    select place_code, from_on, to_on, case when told = 'in_link_register' then 1 else 0 end as in_link_register,
        case when told = 'linked' then 1 else 0 end as linked, case when told = 'active_short' then 1 else 0 end as active_short,
        case when told = 'active_long' then 1 else 0 end as active_long
    from merged
)

select * from final
order by place_code, from_on
