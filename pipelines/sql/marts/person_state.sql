-- What is said of a person from the first day in a post on, from one day until the next change (not counted in), one row per person and stretch: age band, licence of the
-- roster (and the fixed groups that indicators of age speak of, which the site's bands never cross), education, level of title, and whether a subsidy was paid in the twelve months before.
-- A title of `none` or a subsidy of `not_subsidised` needs a unit that sends titles or grants; else it is unknown.
with held as (
    select person_key, as_at, min(education) as education
    from stg_roster
    where education is not null
    group by person_key, as_at
),

taught as (
    select person_key, education,
        case when lag(as_at) over person is null then date '1900-01-01' else as_at end as valid_from,
        coalesce(lead(as_at) over person, date '9999-12-31') as valid_to
    from held
    window person as (partition by person_key order by as_at)
),

titled as (
    select person_key, awarded_on, case title_level when 'senior' then 1 when 'associate_senior' then 2 when 'intermediate' then 3
        when 'junior' then 4 else 5 end as rank_no
    from title_step
),

paid as (
    select person_key, paid_on as valid_from, cast(paid_on + interval 12 month as date) as valid_to
    from stg_grant
    where paid_yuan > 0 and paid_on is not null
),

changes as (
    select person_key, start_on as on_date from post_spell
    union
    select person_key, valid_from from person_licence
    union
    select person_key, valid_from from taught
    union
    select person_key, awarded_on from titled
    union
    select person_key, valid_from from paid
    union
    select person_key, valid_to from paid
    union
    select n.person_key, make_date(n.birth_year + b.from_age, 1, 1)
    from person as n
    inner join site_age_band as b on b.from_age > 0
    where n.birth_year is not null
),

first_post as (
    select person_key, min(start_on) as start_on from post_spell group by person_key
),

stretches as (
    select c.person_key, c.on_date as from_on,
        coalesce(lead(c.on_date) over (partition by c.person_key order by c.on_date), date '9999-12-31') as to_on
    from changes as c
    inner join first_post as f on c.person_key = f.person_key and c.on_date >= f.start_on
),

ages as (
    select a.age, b.band, b.from_age
    from (
        select distinct y.in_year - n.birth_year as age
        from (select distinct year(from_on) as in_year from stretches) as y
        cross join (select distinct birth_year from person) as n
    ) as a
    inner join site_age_band as b on a.age >= b.from_age and a.age <= coalesce(b.to_age, 999)
),

subsidised as (
    select distinct s.person_key, s.from_on
    from stretches as s
    inner join paid as g on s.person_key = g.person_key and g.valid_from <= s.from_on and g.valid_to > s.from_on
),

highest as (
    select s.person_key, s.from_on, min(t.rank_no) as rank_no
    from stretches as s
    inner join titled as t on s.person_key = t.person_key and t.awarded_on <= s.from_on
    group by s.person_key, s.from_on
),

final as (
    select s.person_key, s.from_on, s.to_on, n.birth_year, coalesce(n.sex, 'unknown') as sex, coalesce(b.band, 'unknown') as age_band,
        case
            when b.from_age is null then 'unknown'
            when b.from_age < 35 then 'under_35'
            when b.from_age < 55 then '35_54'
            when b.from_age < 60 then '55_59'
            else '60_over'
        end as age_group,
        coalesce(l.licence, 'unknown') as licence, coalesce(e.education, 'unknown') as education,
        case h.rank_no when 1 then 'senior' when 2 then 'associate_senior' when 3 then 'intermediate' when 4 then 'junior' end as title_level,
        g.person_key is not null as is_subsidised
    from stretches as s
    left join person as n on s.person_key = n.person_key
    left join ages as b on year(s.from_on) - n.birth_year = b.age
    left join person_licence as l on s.person_key = l.person_key and l.valid_from <= s.from_on and l.valid_to > s.from_on
    left join taught as e on s.person_key = e.person_key and e.valid_from <= s.from_on and e.valid_to > s.from_on
    left join highest as h on s.person_key = h.person_key and s.from_on = h.from_on
    left join subsidised as g on s.person_key = g.person_key and s.from_on = g.from_on
)

select * from final
order by person_key, from_on
