-- Persons (at their main post) and FTE (at every post) on the as-at day of each period, by what they are broken down by.
-- Where no FTE is stated a person is one full-time equivalent, split over the posts without one.
-- Sources do not add up: spells (or rosters) of a unit where there are any, else its annual return (counting.md).
-- A person's row counts in every view; rows of a return in the views they are of (return_stock).
with days as (
    select p.label as period, p.as_at
    from period as p
    inner join data_span as d on p.as_at >= d.first_day and p.as_at <= d.last_day
),

several as (
    select person_key from post_spell group by person_key having count(*) > 1
),

held as (
    select y.period, y.as_at, s.person_key, s.facility_code, s.staff_group, s.fte,
        sum(s.fte) over at_once as stated, count(*) over at_once - count(s.fte) over at_once as unstated
    from post_spell as s
    inner join several as v on s.person_key = v.person_key
    inner join days as y on s.start_on <= y.as_at and s.end_on >= y.as_at
    window at_once as (partition by y.period, s.person_key)
),

people as (
    select y.period, y.as_at, m.person_key, m.facility_code as place_code, m.staff_group, 1 as headcount,
        case when v.person_key is null then coalesce(m.fte, 1) else 0 end as fte
    from main_post as m
    inner join days as y on m.start_on <= y.as_at and m.end_on >= y.as_at
    left join several as v on m.person_key = v.person_key
    union all
    select period, as_at, person_key, facility_code as place_code, staff_group, 0 as headcount,
        coalesce(fte, greatest(1 - coalesce(stated, 0), 0) / nullif(unstated, 0)) as fte
    from held
),

described as (
    select p.period, p.place_code, p.staff_group, coalesce(n.sex, 'unknown') as sex,
        case
            when n.birth_year is null then 'unknown'
            when year(p.as_at) - n.birth_year < 35 then 'under_35'
            when year(p.as_at) - n.birth_year < 45 then '35_44'
            when year(p.as_at) - n.birth_year < 55 then '45_54'
            when year(p.as_at) - n.birth_year < 60 then '55_59'
            else '60_over'
        end as age_band,
        coalesce(l.licence, 'unknown') as licence, p.headcount, p.fte
    from people as p
    left join person as n on p.person_key = n.person_key
    left join person_licence as l on p.person_key = l.person_key and l.valid_from <= p.as_at and l.valid_to > p.as_at
),

counted as (
    select period, place_code, staff_group, sex, age_band, licence, sum(headcount) as headcount, sum(fte) as fte, 'person' as source
    from described
    group by period, place_code, staff_group, sex, age_band, licence
),

covered as (
    select distinct c.period, p.region_code as unit_code
    from counted as c
    inner join place_path as p on c.period = p.period and c.place_code = p.place_code
    inner join site_setting as s on s.name = 'unit_level' and p.level = s.value
),

returned as (
    select r.*
    from return_stock as r
    inner join place_path as p on r.period = p.period and r.place_code = p.place_code
    inner join site_setting as s on s.name = 'unit_level' and p.level = s.value
    left join covered as c on r.period = c.period and p.region_code = c.unit_code
    where c.unit_code is null
),

united as (
    select period, place_code, staff_group, sex, age_band, licence, headcount, fte, source, true as counts_total, true as counts_sex,
        true as counts_age_band, true as counts_licence
    from counted
    union all
    select period, place_code, staff_group, sex, age_band, licence, headcount, fte, 'return' as source, counts_total, counts_sex,
        counts_age_band, counts_licence
    from returned
),

final as (
    select u.period, u.place_code, u.staff_group, u.sex, u.age_band, u.licence, t.rurality, t.remoteness, u.headcount, u.fte,
        u.source, u.counts_total, u.counts_sex, u.counts_age_band, u.counts_licence
    from united as u
    inner join place_trait as t on u.place_code = t.place_code and u.period = t.period
)

select * from final
order by period, place_code
