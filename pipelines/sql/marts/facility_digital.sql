-- How a facility is equipped and connected, as the register says. A register without a period is as of the last day that any
-- facility was online, so it speaks for the periods that hold that day and for no earlier one; a dated one for its own period.
with as_of as (
    select coalesce(max(f.last_online), max(p.end_on)) as as_of
    from period as p
    left join stg_facility as f on f.period = '' and f.last_online <= p.end_on
),

spoken as (
    select f.*, p.label as spoken_for, p.as_at
    from stg_facility as f
    cross join as_of as d
    inner join period as p on f.period = '' and p.start_on <= d.as_of and p.end_on >= d.as_of
    union all
    select f.*, p.label as spoken_for, p.as_at
    from stg_facility as f
    inner join period as p on f.period = p.label
),

final as (
    select k.place_code, k.period, k.facility_type, k.rurality, k.remoteness, 1 as facilities,
        f.has_standard_kit, f.smart_devices, f.network, f.his_system,
        case when f.network is null then null when n.role = 'connected' then 1 else 0 end as is_connected,
        case when f.his_system is null then null when h.role = 'electronic' then 1 else 0 end as is_electronic,
        case when f.last_online <= f.as_at then date_diff('day', f.last_online, f.as_at) end as days_since_online
    from facility_stock as k
    inner join spoken as f on k.place_code = f.facility_code and k.period = f.spoken_for
    left join code as n on n.codelist = 'network' and f.network = n.code
    left join code as h on h.codelist = 'his_system' and f.his_system = h.code
)

select * from final
order by period, place_code
