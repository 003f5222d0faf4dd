-- Persons in post on the last day of a period who enrolled in some training within it, once each however often they came.
with days as (
    select p.label as period, p.start_on, p.as_at
    from period as p
    inner join data_span as d on p.as_at >= d.first_day and p.as_at <= d.last_day
),

trained as (
    select distinct y.period, y.as_at, t.person_key
    from stg_training as t
    inner join days as y on t.enrolled_on >= y.start_on and t.enrolled_on <= y.as_at
),

placed as (
    select t.period, m.facility_code as place_code, m.staff_group, coalesce(l.licence, 'unknown') as licence, count(*) as trained
    from trained as t
    inner join main_post as m on t.person_key = m.person_key and m.start_on <= t.as_at and m.end_on >= t.as_at
    left join person_licence as l on t.person_key = l.person_key and l.valid_from <= t.as_at and l.valid_to > t.as_at
    group by t.period, m.facility_code, m.staff_group, coalesce(l.licence, 'unknown')
),

final as (
    select p.period, p.place_code, p.staff_group, p.licence, a.rurality, a.remoteness, p.trained
    from placed as p
    inner join place_trait as a on p.place_code = a.place_code and p.period = a.period
)

select * from final
order by period, place_code
