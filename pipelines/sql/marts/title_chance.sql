-- Who could rise to the next level of title in a year, and who did: persons in post on the day before it, of a level below the highest,
-- who by its last day have held it for as many years as the site asks (without a title: since the first post). The place is that of the
-- main post on the last day, else on the day before the year.
with years as (
    select p.label, p.start_on, p.end_on, cast(p.start_on - interval 1 day as date) as opening_on
    from period as p
    inner join data_span as d on p.end_on <= d.last_day
    where p.kind in ('year', 'fiscal_year')
),

ranks as (
    select code as title_level, sort as rank_no from code where codelist = 'title_level'
),

reached as (
    select person_key, title_level, min(awarded_on) as since_on from title_step group by person_key, title_level
),

begun as (
    select person_key, min(start_on) as since_on from post_spell where has_known_start group by person_key
),

people as (
    select y.label as period, y.start_on, y.end_on, w.person_key, w.place_code, r.rank_no, u.years, w.staff_group, w.sex, w.age_band, w.licence, w.education, w.title, w.contract, w.subsidised,
        case when w.title = 'none' then b.since_on else h.since_on end as since_on
    from years as y
    inner join workforce_state as w on w.post = 'main' and w.from_on <= y.opening_on and w.to_on > y.opening_on
    inner join ranks as r on w.title = r.title_level
    inner join site_title_rule as u on w.title = u.title_level
    left join reached as h on w.person_key = h.person_key and w.title = h.title_level
    left join begun as b on w.person_key = b.person_key
),

eligible as (
    select *
    from people
    where 12 * (year(end_on) - year(since_on)) + month(end_on) - month(since_on) - case when day(since_on) > day(end_on) then 1 else 0 end
        >= 12 * years
),

risen as (
    select distinct e.period, e.person_key
    from eligible as e
    inner join title_step as t on e.person_key = t.person_key and t.awarded_on >= e.start_on and t.awarded_on <= e.end_on
    inner join ranks as r on t.title_level = r.title_level and r.rank_no > e.rank_no
),

final as (
    select w.period, w.person_key, coalesce(m.facility_code, w.place_code) as place_code, 1 as eligible,
        case when n.person_key is null then 0 else 1 end as promoted, w.staff_group, w.sex, w.age_band, w.licence, w.education, w.title, w.contract, w.subsidised
    from eligible as w
    left join risen as n on w.period = n.period and w.person_key = n.person_key
    left join main_post as m on w.person_key = m.person_key and m.start_on <= w.end_on and m.end_on >= w.end_on
)

select * from final
order by period, place_code
