-- Aided readings of a facility and a month, dated by its last day; accepted is told only of months in which somebody counted it.
with final as (
    select a.facility_code as place_code, p.end_on as on_date, 1 as facility_months, case when a.ai_used > 0 then 1 else 0 end as months_used,
        a.ai_used as readings, case when a.ai_accepted is not null then a.ai_used else 0 end as readings_judged,
        case when a.ai_used is not null then a.ai_accepted else 0 end as readings_accepted
    from stg_ai_use as a
    inner join period as p on a.period = p.label and p.kind = 'month'
    where a.ai_used is not null
)

select * from final
order by place_code, on_date
