-- Work of a facility by kind for every period: as filed; where a quarter, half or year was not filed itself, flows of the shorter
-- periods in it are added up and of stocks the last one speaks. Only one kind of shorter period is added, the one that covers the
-- most months; `months_filed` of `months` says how much of the period that is.
with filed as (
    select s.facility_code, s.service_kind, s.role, s.service_count, p.label, p.kind, p.start_on, p.end_on, p.months
    from stg_service as s
    inner join period as p on s.period = p.label
),

summed as (
    select f.facility_code, f.service_kind, f.role, w.label, f.kind, sum(f.service_count) as flow, max_by(f.service_count, f.end_on) as last_count,
        max(f.end_on) as last_on, sum(f.months) as months_filed, max(w.months) as months
    from filed as f
    inner join period as w on f.start_on >= w.start_on and f.end_on <= w.end_on and f.months < w.months
    left join filed as o on f.facility_code = o.facility_code and f.service_kind = o.service_kind and w.label = o.label
    where o.label is null
    group by f.facility_code, f.service_kind, f.role, w.label, f.kind
),

ranked as (
    select *,
        row_number() over (
            partition by facility_code, service_kind, label
            order by case when role = 'stock' then last_on end desc, months_filed desc, kind
        ) as nth
    from summed
),

united as (
    select facility_code, service_kind, role, label, service_count, months as months_filed, months, 1 as is_filed from filed
    union all
    select facility_code, service_kind, role, label, case when role = 'stock' then last_count else flow end as service_count, months_filed,
        months, 0 as is_filed
    from ranked
    where nth = 1
),

final as (
    select u.facility_code as place_code, u.label as period, u.service_kind, u.role, u.service_count, u.months_filed, u.months, u.is_filed,
        t.facility_type, t.rurality, t.remoteness
    from united as u
    inner join place_trait as t on u.facility_code = t.place_code and u.label = t.period
)

select * from final
order by period, place_code
