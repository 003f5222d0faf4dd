-- Village clinics and community stations by whether they have every kind of equipment the site asks for (kit) in working order, from the
-- day their equipment was counted, for twelve months. Without a kit nothing is said of anybody, nor of a clinic whose equipment was not counted.
with asked as (
    select count(distinct asset_kind) as kinds from site_kit having count(*) > 0
),

clinics as (
    select f.facility_code, max(coalesce(f.closed_on, date '9999-12-31')) as closed_on
    from stg_facility as f
    inner join code as c on c.codelist = 'facility_type' and c.role = 'village' and f.facility_type = c.code
    group by f.facility_code
),

counted as (
    select a.facility_code, max(a.on_date) as counted_on,
        count(distinct case when k.asset_kind is not null and c.role = 'usable' then a.asset_kind end) as kinds_usable
    from stg_asset as a
    left join site_kit as k on a.asset_kind = k.asset_kind
    left join code as c on c.codelist = 'asset_status' and a.asset_status = c.code
    group by a.facility_code
),

final as (
    select t.facility_code as place_code, t.counted_on as from_on, least(f.closed_on, cast(t.counted_on + interval 12 month as date)) as to_on,
        1 as facilities, case when t.kinds_usable >= q.kinds then 1 else 0 end as complete
    from counted as t
    inner join clinics as f on t.facility_code = f.facility_code
    cross join asked as q
    where t.counted_on is not null
)

select * from final
order by place_code, from_on
