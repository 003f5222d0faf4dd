-- Since when a person is missing from the rosters of a unit that once showed it: the last day seen there in whatever staff group, how
-- many later rosters of the unit lack it though they speak of its staff group (roster_day: a roster of the centre's own staff is silent
-- on village doctors, one of all staff is not silent on the only nurse who left), what a later roster said of the exit, and whether the
-- person was seen at another unit since.
with seen as (
    select person_key, unit_code, max(as_at) as last_seen, max_by(staff_group, as_at) as staff_group
    from (
        select person_key, unit_code, as_at, min(staff_group) as staff_group
        from unit_roster
        where not has_left
        group by person_key, unit_code, as_at
    ) as u
    group by person_key, unit_code
),

missed as (
    select s.person_key, s.unit_code, count(*) as missed
    from seen as s
    inner join roster_day as r on s.unit_code = r.unit_code and s.staff_group = r.staff_group and r.as_at > s.last_seen
    group by s.person_key, s.unit_code
),

said as (
    select u.person_key, u.unit_code, min(u.as_at) as said_on, min_by(u.end_on, u.as_at) as end_on, min_by(u.exit_reason, u.as_at) as exit_reason
    from (
        select person_key, unit_code, as_at, max(end_on) as end_on, max(exit_reason) as exit_reason
        from unit_roster
        where is_ending
        group by person_key, unit_code, as_at
    ) as u
    inner join seen as s on u.person_key = s.person_key and u.unit_code = s.unit_code and u.as_at >= s.last_seen
    group by u.person_key, u.unit_code
),

moved as (
    select s.person_key, s.unit_code, min(o.as_at) as moved_on
    from seen as s
    inner join unit_roster as o on s.person_key = o.person_key and s.unit_code <> o.unit_code and o.as_at > s.last_seen
        and not o.has_left
    group by s.person_key, s.unit_code
),

final as (
    select s.person_key, s.unit_code, s.last_seen, coalesce(n.missed, 0) as missed, d.said_on,
        greatest(coalesce(d.end_on, s.last_seen), s.last_seen) as said_end, d.exit_reason as said_reason, m.moved_on
    from seen as s
    left join missed as n on s.person_key = n.person_key and s.unit_code = n.unit_code
    left join said as d on s.person_key = d.person_key and s.unit_code = d.unit_code
    left join moved as m on s.person_key = m.person_key and s.unit_code = m.unit_code
)

select * from final
