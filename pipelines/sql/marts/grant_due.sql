-- Instalments of subsidies by the last of their days of grace (site setting payment_days), once it has passed: paid in full by then, or
-- not. So each is judged in one period, and parts of a year add up to it. The staff group is that of the main post on the day due.
with last_seen as (
    select max(coalesce(paid_on, due_on)) as last_day from stg_grant
),

judged as (
    select g.person_key, g.facility_code, g.scheme_id, g.due_on, g.due_yuan, g.paid_yuan, g.paid_on,
        cast(g.due_on + cast(s.value as integer) * interval 1 day as date) as until_on
    from stg_grant as g
    inner join site_setting as s on s.name = 'payment_days'
),

final as (
    select g.facility_code as place_code, g.until_on as on_date, coalesce(s.subsidy_type, 'unknown') as subsidy_type,
        coalesce(w.staff_group, 'unknown') as staff_group, count(*) as instalments,
        sum(case when g.paid_on <= g.until_on and g.paid_yuan >= g.due_yuan then 1 else 0 end) as paid_on_time
    from judged as g
    inner join last_seen as d on g.until_on <= d.last_day
    left join stg_subsidy_scheme as s on g.scheme_id = s.scheme_id
    left join workforce_state as w on g.person_key = w.person_key and w.headcount = 1 and w.from_on <= g.due_on and w.to_on > g.due_on
    group by g.facility_code, g.until_on, coalesce(s.subsidy_type, 'unknown'), coalesce(w.staff_group, 'unknown')
)

select * from final
order by place_code, on_date
