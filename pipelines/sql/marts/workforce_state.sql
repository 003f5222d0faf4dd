-- Persons (at their main post) and FTE (at every post) from one day until the next change (not counted in), by what they are broken
-- down by; whoever is in force on the last day of a period is counted. Within the days of data_span.
-- Where no FTE is stated a person is one full-time equivalent, split over the posts without one.
-- Sources do not add up: spells (or rosters) of a unit where there are any, else its annual return (counting.md), which answers
-- for the period it names. A person's row counts in every view; rows of a return in the views they are of (return_stock).
with span as (
    select first_day, cast(last_day + interval 1 day as date) as after_last from data_span
),

several as (
    select person_key from post_spell group by person_key having count(*) > 1
),

held as (
    select m.person_key, m.start_on, m.end_on, s.spell_id, s.facility_code, s.staff_group, s.fte, s.spell_id = m.spell_id as is_main,
        sum(s.fte) over at_once as stated, count(*) over at_once - count(s.fte) over at_once as unstated
    from main_post as m
    inner join several as v on m.person_key = v.person_key
    inner join post_spell as s on m.person_key = s.person_key and s.start_on <= m.start_on and s.end_on >= m.end_on
    window at_once as (partition by m.person_key, m.start_on)
),

posts as (
    select m.person_key, m.start_on, m.end_on, m.spell_id, m.facility_code, m.staff_group, 1 as headcount, coalesce(m.fte, 1) as fte
    from main_post as m
    left join several as v on m.person_key = v.person_key
    where v.person_key is null
    union all
    select person_key, start_on, end_on, spell_id, facility_code, staff_group, case when is_main then 1 else 0 end as headcount,
        coalesce(fte, greatest(1 - coalesce(stated, 0), 0) / nullif(unstated, 0)) as fte
    from held
),

footing as (
    select s.spell_id, e.contract_type, e.pension_scheme
    from post_spell as s
    inner join stg_employment as e on s.person_key = e.person_key and s.facility_code = e.facility_code and s.start_on = e.start_on
    where s.source = 'employment'
),

sending as (
    select distinct t.dataset, a.place_code
    from (
        select distinct 'title_award' as dataset, facility_code from stg_title_award
        union all
        select distinct 'grant' as dataset, facility_code from stg_grant
    ) as t
    inner join place_span as h on t.facility_code = h.place_code
    inner join site_setting as s on s.name = 'unit_level' and h.level = s.value
    inner join place_span as a on h.level = a.level and h.region_code = a.region_code
),

people as (
    select p.person_key, p.facility_code as place_code, p.staff_group, n.birth_year, n.sex, n.age_band, n.age_group, n.licence, n.education,
        coalesce(n.title_level, case when t.place_code is not null then 'none' else 'unknown' end) as title,
        case when n.is_subsidised then 'subsidised' when g.place_code is not null then 'not_subsidised' else 'unknown' end as subsidised,
        coalesce(f.contract_type, 'unknown') as contract, coalesce(f.pension_scheme, 'unknown') as pension_scheme, p.headcount, p.fte,
        greatest(p.start_on, n.from_on, d.first_day) as from_on,
        least(case when p.end_on >= d.after_last then d.after_last else cast(p.end_on + interval 1 day as date) end, n.to_on, d.after_last) as to_on
    from posts as p
    inner join span as d on p.start_on < d.after_last and p.end_on >= d.first_day
    inner join person_state as n on p.person_key = n.person_key and n.from_on <= p.end_on and n.to_on > p.start_on
    left join footing as f on p.spell_id = f.spell_id
    left join sending as t on t.dataset = 'title_award' and p.facility_code = t.place_code
    left join sending as g on g.dataset = 'grant' and p.facility_code = g.place_code
),

returns as (
    select r.*, p.as_at, u.region_code as unit_code
    from return_stock as r
    inner join period as p on r.period = p.label
    inner join place_span as u on r.place_code = u.place_code and u.from_on <= p.as_at and u.to_on > p.as_at
    inner join site_setting as s on s.name = 'unit_level' and u.level = s.value
),

staffed as (
    select distinct r.period, r.as_at, w.place_code
    from (select distinct period, as_at from returns) as r
    inner join people as w on w.from_on <= r.as_at and w.to_on > r.as_at
),

covered as (
    select distinct w.period, u.region_code as unit_code
    from staffed as w
    inner join place_span as u on w.place_code = u.place_code and u.from_on <= w.as_at and u.to_on > w.as_at
    inner join site_setting as s on s.name = 'unit_level' and u.level = s.value
),

final as (
    select cast(null as varchar) as period, from_on, to_on, place_code, person_key, staff_group, birth_year, sex, age_band, age_group, licence, education, title,
        contract, pension_scheme, subsidised, headcount, fte, 'person' as source,
        case when headcount = 1 then 'main' else 'other' end as post, true as counts_total, true as counts_sex,
        true as counts_age_band, true as counts_licence, true as counts_education, '60' as age_line, '35' as youth_line, 'level' as education_line
    from people
    where from_on < to_on
    union all
    select r.period, r.as_at as from_on, cast(r.as_at + interval 1 day as date) as to_on, r.place_code, cast(null as varchar) as person_key,
        r.staff_group, cast(null as bigint) as birth_year, r.sex, r.age_band, case when r.age_band in ('35_44', '45_54') then '35_54' else r.age_band end as age_group,
        r.licence, r.education, 'unknown' as title, 'unknown' as contract,
        'unknown' as pension_scheme, 'unknown' as subsidised, r.headcount, r.fte, 'return' as source, 'return' as post, r.counts_total, r.counts_sex,
        r.counts_age_band, r.counts_licence, r.counts_education, r.age_line, r.youth_line, r.education_line
    from returns as r
    left join covered as c on r.period = c.period and r.unit_code = c.unit_code
    where c.unit_code is null
)

select * from final
order by place_code, from_on
