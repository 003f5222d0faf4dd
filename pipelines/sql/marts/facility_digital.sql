-- How a facility is equipped and connected, as the register says, while it is in force. A register without a period is as of the last day
-- that any facility was online, so it speaks from that day on and of no day before; a dated one for the last day of its period. What the
-- register leaves blank is not known; a facility is ready where it has a device, a network and a clinical system, and not ready where it lacks one.
with as_of as (
    select coalesce(max(f.last_online), max(p.end_on)) as as_of
    from period as p
    left join stg_facility as f on f.period = '' and f.last_online <= p.end_on
),

spoken as (
    select f.*, greatest(d.as_of, coalesce(f.opened_on, d.as_of)) as from_on, coalesce(f.closed_on, date '9999-12-31') as to_on
    from stg_facility as f
    cross join as_of as d
    where f.period = ''
    union all
    select f.*, p.as_at as from_on, cast(p.as_at + interval 1 day as date) as to_on
    from stg_facility as f
    inner join period as p on f.period = p.label
),

parts as (
    select k.facility_code, k.from_on, k.to_on, k.last_online,
        case when k.smart_devices is null then null when k.smart_devices > 0 then 1 else 0 end as has_device,
        case when k.network is null then null when n.role = 'connected' then 1 else 0 end as is_connected,
        case when k.his_system is null then null when h.role = 'electronic' then 1 else 0 end as is_electronic
    from spoken as k
    left join code as n on n.codelist = 'network' and k.network = n.code
    left join code as h on h.codelist = 'his_system' and k.his_system = h.code
    where k.from_on < k.to_on
),

final as (
    select facility_code as place_code, from_on, to_on, 1 as facilities, has_device, is_connected, is_electronic,
        case when has_device is null then 0 else 1 end as device_known, case when is_connected is null then 0 else 1 end as network_known,
        case when is_electronic is null then 0 else 1 end as system_known,
        case when has_device + is_connected + is_electronic = 3 then 1 else 0 end as ready,
        case
            when has_device + is_connected + is_electronic is not null then 1
            when has_device = 0 or is_connected = 0 or is_electronic = 0 then 1
            else 0
        end as readiness_known
    from parts
)

select * from final
order by place_code, from_on
