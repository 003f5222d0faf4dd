-- Work of a facility by kind for every period: as filed; where a quarter, half or year was not filed itself, flows of the shorter
-- periods in it are added up and of stocks the last one speaks. Only one kind of shorter period is added, the one that covers the
-- most months; `months_filed` of `months` says how much of the period that is.
with wider as (
    select p.label, p.kind, p.end_on, p.months, w.label as whole, w.months as whole_months
    from period as p
    inner join period as w on p.start_on >= w.start_on and p.end_on <= w.end_on and p.months < w.months
),

summed as (
    select s.facility_code, s.service_kind, s.role, w.whole, w.kind, sum(s.service_count) as flow,
        max_by(s.service_count, w.end_on) as last_count, max(w.end_on) as last_on, sum(w.months) as months_filed,
        max(w.whole_months) as months
    from stg_service as s
    inner join wider as w on s.period = w.label
    group by s.facility_code, s.service_kind, s.role, w.whole, w.kind
),

ranked as (
    select s.*,
        row_number() over (
            partition by s.facility_code, s.service_kind, s.whole
            order by case when s.role = 'stock' then s.last_on end desc, s.months_filed desc, s.kind
        ) as nth
    from summed as s
    left join stg_service as o on s.facility_code = o.facility_code and s.service_kind = o.service_kind and s.whole = o.period
    where o.period is null
),

united as (
    select s.facility_code, s.service_kind, s.role, s.period, s.service_count, p.months as months_filed, p.months, 1 as is_filed
    from stg_service as s
    inner join period as p on s.period = p.label
    union all
    select facility_code, service_kind, role, whole as period, case when role = 'stock' then last_count else flow end as service_count,
        months_filed, months, 0 as is_filed
    from ranked
    where nth = 1
),

final as (
    select u.facility_code as place_code, u.period, u.service_kind, u.role, u.service_count, u.months_filed, u.months, u.is_filed,
        t.facility_type, t.rurality, t.remoteness
    from united as u
    inner join place_trait as t on u.facility_code = t.place_code and u.period = t.period
)

select * from final
order by period, place_code
