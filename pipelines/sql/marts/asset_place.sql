-- Equipment of a facility by kind, as last counted: pieces, how many can be worked with, whether the standard asks for them, days lost.
with final as (
    select a.facility_code as place_code, a.asset_kind, coalesce(a.is_standard_kit, false) as is_standard_kit, count(*) as pieces,
        sum(case when c.role = 'usable' then 1 else 0 end) as usable, sum(a.fault_days) as fault_days, max(a.on_date) as counted_on
    from stg_asset as a
    left join code as c on c.codelist = 'asset_status' and a.asset_status = c.code
    where a.asset_status <> 'scrapped'
    group by a.facility_code, a.asset_kind, coalesce(a.is_standard_kit, false)
)

select * from final
order by place_code
