-- A person's unbroken presence in a region, at every level and for every base of staff groups: main posts in the region,
-- a gap of at most 31 days bridged. A move inside a region is no exit of it; places are those of the last period, so that
-- people move with their clinic. end_on is the last day in post, 9999-12-31 while it goes on.
with last_period as (
    select label from period order by end_on desc, start_on desc limit 1
),

homes as (
    select p.place_code, p.level, p.region_code
    from place_path as p
    inner join last_period as l on p.period = l.label
),

posts as (
    select b.base, h.level, h.region_code, m.person_key, m.start_on, m.end_on, m.exit_reason, m.staff_group, m.facility_code,
        m.has_known_start,
        case
            when m.start_on > cast(
                max(m.end_on) over (
                    partition by b.base, h.level, h.region_code, m.person_key order by m.start_on
                    rows between unbounded preceding and 1 preceding
                ) as date
            ) + interval 32 day then 1
            else 0
        end as is_new
    from main_post as m
    inner join site_base as b on m.staff_group = b.staff_group
    inner join homes as h on m.facility_code = h.place_code
),

numbered as (
    select *, sum(is_new) over (
        partition by base, level, region_code, person_key order by start_on rows between unbounded preceding and current row
    ) as island
    from posts
),

joined_up as (
    select base, level, region_code, person_key, island, min(start_on) as start_on, max(end_on) as end_on,
        max_by(coalesce(exit_reason, 'unknown'), end_on) as exit_reason, max_by(staff_group, end_on) as staff_group,
        min_by(facility_code, start_on) as facility_code, min_by(has_known_start, start_on) as has_known_start
    from numbered
    group by base, level, region_code, person_key, island
),

final as (
    select j.base, j.level, j.region_code, j.person_key, j.start_on, j.end_on, j.exit_reason,
        case when j.end_on < date '9999-12-31' and coalesce(c.role, 'exit') = 'exit' then 1 else 0 end as has_left,
        j.has_known_start, j.staff_group, n.birth_year, coalesce(n.sex, 'unknown') as sex, coalesce(l.licence, 'unknown') as licence,
        coalesce(t.rurality, 'unknown') as rurality, coalesce(t.remoteness, 'unknown') as remoteness
    from joined_up as j
    left join code as c on c.codelist = 'exit_reason' and j.exit_reason = c.code
    left join person as n on j.person_key = n.person_key
    left join person_licence as l on j.person_key = l.person_key and l.valid_from <= j.start_on and l.valid_to > j.start_on
    left join last_period as p on true
    left join place_trait as t on j.facility_code = t.place_code and p.label = t.period
)

select * from final
order by base, level, region_code, start_on
