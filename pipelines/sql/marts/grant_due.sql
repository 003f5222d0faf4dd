-- Instalments of subsidies by the last of their days of grace: paid in full by then, or not. So each is judged in one period, and parts
-- of a year add up to it. The staff group is that of the main post on the day due.
with final as (
    select g.facility_code as place_code, g.until_on as on_date, coalesce(s.subsidy_type, 'unknown') as subsidy_type,
        coalesce(w.staff_group, 'unknown') as staff_group, count(*) as instalments,
        sum(case when g.paid_on <= g.until_on and g.paid_yuan >= g.due_yuan then 1 else 0 end) as paid_on_time
    from grant_judged as g
    left join stg_subsidy_scheme as s on g.scheme_id = s.scheme_id
    left join workforce_state as w on g.person_key = w.person_key and w.headcount = 1 and w.from_on <= g.due_on and w.to_on > g.due_on
    group by g.facility_code, g.until_on, coalesce(s.subsidy_type, 'unknown'), coalesce(w.staff_group, 'unknown')
)

select * from final
order by place_code, on_date
