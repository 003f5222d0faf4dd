-- Days a facility was short of consumables in a month, summed over the items, dated by the last day of the month. A month with a row of 0 is one without any.
with final as (
    select s.facility_code as place_code, p.end_on as on_date, 1 as facility_months, sum(s.days_short) as days_short
    from stg_asset_stockout as s
    inner join period as p on s.period = p.label and p.kind = 'month'
    where s.days_short is not null
    group by s.facility_code, p.end_on
)

select * from final
order by place_code, on_date
