-- Months of facilities whose days online are known, dated by their last day: on as many days as the site asks for (online_days), or not.
with final as (
    select s.facility_code as place_code, p.end_on as on_date, 1 as facility_months,
        case when s.online_days >= cast(d.value as double) then 1 else 0 end as online_months
    from stg_facility_status as s
    inner join period as p on s.period = p.label and p.kind = 'month'
    inner join site_setting as d on d.name = 'online_days'
    where s.online_days is not null
)

select * from final
order by place_code, on_date
