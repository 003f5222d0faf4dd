-- Spells read off rosters alone: a person in one staff group at one facility, from the first roster that shows it.
-- Missing from the next roster of the facility's unit is a pending exit (still in post) until the person is seen elsewhere,
-- which ends the spell on the day before (a move, or at the same facility a change of group), or until a reason, a confirmation (a
-- row that says "not in post") or a second roster in a row that lacks it ends it on the last day seen, or the last day stated.
-- How many rosters in a row is the site's `[counting] absences`; only those count that speak of the person's group (roster_day). Whoever comes back after that begins a new spell.
-- Who is on a unit's first roster was in post before it, for how long is not known.
with setting as (
    select cast(value as integer) as absences from site_setting where name = 'absences'
),

seen as (
    select u.person_key, u.facility_code, u.unit_code, u.staff_group, u.as_at, d.roster_no,
        max(case when u.is_main_post then 1 else 0 end) as is_main
    from unit_roster as u
    inner join roster_day as d on u.unit_code = d.unit_code and u.staff_group = d.staff_group and u.as_at = d.as_at
    where not u.has_left
    group by u.person_key, u.facility_code, u.unit_code, u.staff_group, u.as_at, d.roster_no
),

ending as (
    select person_key, facility_code, as_at, max(end_on) as end_on, max(exit_reason) as exit_reason
    from unit_roster
    where is_ending
    group by person_key, facility_code, as_at
),

stepped as (
    select s.*, lag(s.as_at) over person as before_at, s.roster_no - lag(s.roster_no) over person as step
    from seen as s
    window person as (partition by s.person_key, s.facility_code, s.staff_group order by s.as_at)
),

numbered as (
    select s.person_key, s.facility_code, s.unit_code, s.staff_group, s.as_at, s.roster_no, s.is_main,
        max(case when s.step > k.absences or e.as_at is not null then 1 else 0 end) as is_new
    from stepped as s
    cross join setting as k
    left join ending as e on s.person_key = e.person_key and s.facility_code = e.facility_code
        and e.as_at >= s.before_at and e.as_at < s.as_at
    group by s.person_key, s.facility_code, s.unit_code, s.staff_group, s.as_at, s.roster_no, s.is_main
),

stays as (
    select person_key, facility_code, staff_group, unit_code, stay, min(as_at) as start_on, max(as_at) as last_seen,
        min(roster_no) as first_nth,
        max(roster_no) as last_nth, max_by(is_main, as_at) as is_main
    from (
        select *, sum(is_new) over (
            partition by person_key, facility_code, staff_group order by as_at
            rows between unbounded preceding and current row
        ) as stay
        from numbered
    ) as n
    group by person_key, facility_code, staff_group, unit_code, stay
),

later as (
    select t.*, lead(t.start_on) over (partition by t.person_key, t.facility_code, t.staff_group order by t.start_on) as back_on
    from stays as t
),

elsewhere as (
    select t.person_key, t.facility_code, t.staff_group, t.stay, o.as_at as seen_on, o.facility_code as new_facility_code,
        row_number() over (
            partition by t.person_key, t.facility_code, t.staff_group, t.stay
            order by o.as_at, case when o.facility_code = t.facility_code then 0 else 1 end, o.facility_code, o.staff_group
        ) as nth
    from stays as t
    inner join seen as o on t.person_key = o.person_key and o.as_at > t.last_seen
        and (t.facility_code <> o.facility_code or t.staff_group <> o.staff_group)
),

said as (
    select t.person_key, t.facility_code, t.staff_group, t.stay, e.as_at, e.end_on, e.exit_reason,
        row_number() over (partition by t.person_key, t.facility_code, t.staff_group, t.stay order by e.as_at) as nth
    from later as t
    inner join ending as e on t.person_key = e.person_key and t.facility_code = e.facility_code and e.as_at >= t.last_seen
        and (t.back_on is null or e.as_at < t.back_on)
),

absent as (
    select t.*, f.as_at as first_absence, s.as_at as closing_absence, e.seen_on, e.new_facility_code,
        case when d.as_at < e.seen_on or e.seen_on is null then d.as_at end as said_on,
        greatest(coalesce(d.end_on, t.last_seen), t.last_seen) as said_end, coalesce(d.exit_reason, 'unknown') as said_reason
    from later as t
    cross join setting as k
    left join roster_day as f on t.unit_code = f.unit_code and t.staff_group = f.staff_group and f.roster_no = t.last_nth + 1
    left join roster_day as s on t.unit_code = s.unit_code and t.staff_group = s.staff_group and s.roster_no = t.last_nth + k.absences
    left join elsewhere as e on t.person_key = e.person_key and t.facility_code = e.facility_code
        and t.staff_group = e.staff_group and t.stay = e.stay and e.nth = 1
    left join said as d on t.person_key = d.person_key and t.facility_code = d.facility_code
        and t.staff_group = d.staff_group and t.stay = d.stay and d.nth = 1
),

final as (
    select person_key, facility_code, unit_code, staff_group, start_on,
        case
            when said_on is not null then said_end
            when first_absence is null then cast(null as date)
            when seen_on <= coalesce(closing_absence, seen_on) then cast(seen_on - interval 1 day as date)
            when closing_absence is not null then last_seen
        end as end_on,
        case
            when said_on is not null then said_reason
            when first_absence is null then cast(null as varchar)
            when seen_on <= coalesce(closing_absence, seen_on)
                then case when new_facility_code = facility_code then 'reclassified' else 'transferred' end
            when closing_absence is not null then 'unknown'
        end as exit_reason,
        said_on is null and first_absence is not null and closing_absence is null and seen_on is null as is_pending_exit,
        is_main = 1 as is_main_post,
        first_nth > 1 as has_known_start
    from absent
)

select * from final
