-- Days in post and exits of rural doctors by root, staff group, calendar year and age (reference year minus birth year), within the days
-- of data_span: what an observed hazard of leaving by age is made of. Who moves on in the other doctors' group has not left. The day of
-- leaving is the one after the last day in post.
with years as (
    select year(p.start_on) as on_year, greatest(min(p.start_on), min(d.first_day)) as first_on, least(max(p.end_on), max(d.last_day)) as last_on
    from period as p
    cross join data_span as d
    where p.kind = 'month' and p.end_on >= d.first_day and p.start_on <= d.last_day and d.has_exits
    group by year(p.start_on)
),

stays as (
    select s.region_code, s.staff_group, s.has_left, s.start_on, s.end_on, n.birth_year,
        case when s.end_on < date '9999-12-31' then cast(s.end_on + interval 1 day as date) end as left_on
    from presence as s
    inner join site_setting as r on r.name = 'root_level' and s.level = r.value
    inner join person as n on s.person_key = n.person_key
    where s.base like 'group:%' and n.birth_year is not null
),

final as (
    select s.region_code, s.staff_group, y.on_year, y.on_year - s.birth_year as age,
        sum(greatest(date_diff('day', greatest(s.start_on, y.first_on), least(s.end_on, y.last_on)) + 1, 0)) as days,
        sum(case when s.has_left = 1 and s.left_on >= y.first_on and s.left_on <= y.last_on then 1 else 0 end) as exits
    from stays as s
    inner join years as y on s.start_on <= y.last_on and coalesce(s.left_on, y.first_on) >= y.first_on
    group by s.region_code, s.staff_group, y.on_year, y.on_year - s.birth_year
)

select * from final
order by region_code, staff_group, on_year, age
