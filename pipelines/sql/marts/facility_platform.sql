-- Facilities of a period and those on the internet medicine platform by its as-at day; one without a day is not on it.
with live as (
    select facility_code, min(platform_live_on) as platform_live_on from stg_facility where platform_live_on is not null group by facility_code
),

final as (
    select k.place_code, k.period, k.facility_type, k.rurality, k.remoteness, k.facilities,
        case when v.platform_live_on <= p.as_at then 1 else 0 end as is_live, v.platform_live_on
    from facility_stock as k
    inner join period as p on k.period = p.label
    left join live as v on k.place_code = v.facility_code
)

select * from final
order by period, place_code
