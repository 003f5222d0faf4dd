-- Visits of experts to a clinic in a month: visits, expert-days (experts times days; one expert, one day where not stated), cases seen.
with final as (
    select p.label as period, v.facility_code as place_code, v.hospital_code, count(*) as visits,
        sum(coalesce(v.experts, 1) * coalesce(v.visit_days, 1)) as expert_days, sum(v.cases) as cases
    from stg_expert_visit as v
    inner join period as p on p.kind = 'month' and v.on_date >= p.start_on and v.on_date <= p.end_on
    group by p.label, v.facility_code, v.hospital_code
)

select * from final
order by period, place_code
