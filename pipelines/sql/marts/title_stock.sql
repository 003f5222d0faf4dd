-- The highest title level a person in post holds on the last day of a year; `none` where no award is on record for somebody whose
-- place sends titles, so that a township that sends none is not taken for one without titles.
with days as (
    select p.label as period, p.as_at
    from period as p
    inner join data_span as d on p.as_at >= d.first_day and p.as_at <= d.last_day
    where p.kind in ('year', 'fiscal_year')
),

sending as (
    select distinct a.region_code as unit_code
    from (select distinct facility_code from stg_title_award) as t
    inner join place_path as a on t.facility_code = a.place_code
    inner join site_setting as s on s.name = 'unit_level' and a.level = s.value
),

people as (
    select y.period, y.as_at, m.person_key, m.facility_code as place_code, m.staff_group
    from main_post as m
    inner join days as y on m.start_on <= y.as_at and m.end_on >= y.as_at
    inner join place_path as a on m.facility_code = a.place_code and y.period = a.period
    inner join sending as u on a.region_code = u.unit_code
),

best as (
    select p.period, p.person_key, t.title_level,
        row_number() over (
            partition by p.period, p.person_key
            order by case t.title_level when 'senior' then 1 when 'associate_senior' then 2 when 'intermediate' then 3 when 'junior' then 4 else 5 end
        ) as nth
    from people as p
    inner join title_step as t on p.person_key = t.person_key and t.awarded_on <= p.as_at
),

final as (
    select p.period, p.place_code, p.staff_group, coalesce(b.title_level, 'none') as title_level, count(*) as headcount
    from people as p
    left join best as b on p.period = b.period and p.person_key = b.person_key and b.nth = 1
    group by p.period, p.place_code, p.staff_group, coalesce(b.title_level, 'none')
)

select * from final
order by period, place_code
