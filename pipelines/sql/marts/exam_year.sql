-- Sittings of a year by exam: entered, sat (a result was given), passed.
with final as (
    select p.label as period, x.facility_code as place_code, x.exam, coalesce(k.role, '') as role, count(*) as entered,
        sum(case when r.role in ('passed', 'failed') then 1 else 0 end) as sat, sum(case when r.role = 'passed' then 1 else 0 end) as passed
    from stg_exam as x
    inner join period as p on p.kind in ('year', 'fiscal_year') and x.on_date >= p.start_on and x.on_date <= p.end_on
    left join code as k on k.codelist = 'exam' and x.exam = k.code
    left join code as r on r.codelist = 'exam_result' and x.exam_result = r.code
    group by p.label, x.facility_code, x.exam, coalesce(k.role, '')
)

select * from final
order by period, place_code
