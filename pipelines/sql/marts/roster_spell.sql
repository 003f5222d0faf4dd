-- Spells read off rosters alone: a person in one staff group at one facility, from the first roster that shows it.
-- Missing from the next roster of the facility's unit is a pending exit (still in post) until the person is seen elsewhere,
-- which ends the spell on the day before (a move, or at the same facility a change of group), or until a second roster in a
-- row lacks it, which ends it on the last day seen. Whoever comes back after that begins a new spell.
-- Who is on a unit's first roster was in post before it, for how long is not known.
with units as (
    select p.place_code, p.region_code as unit_code, row_number() over (partition by p.place_code order by p.period desc) as nth
    from place_path as p
    inner join site_setting as s on s.name = 'unit_level' and p.level = s.value
    inner join (select distinct facility_code from stg_roster) as r on p.place_code = r.facility_code
),

seen as (
    select r.person_key, r.facility_code, r.staff_group, r.as_at, max(case when r.is_main_post then 1 else 0 end) as is_main,
        coalesce(u.unit_code, r.facility_code) as unit_code
    from stg_roster as r
    left join units as u on r.facility_code = u.place_code and u.nth = 1
    group by r.person_key, r.facility_code, r.staff_group, r.as_at, coalesce(u.unit_code, r.facility_code)
),

rosters as (
    select unit_code, as_at, row_number() over (partition by unit_code order by as_at) as nth
    from (select distinct unit_code, as_at from seen) as d
),

numbered as (
    select s.*, r.nth,
        case
            when r.nth - lag(r.nth) over (partition by s.person_key, s.facility_code, s.staff_group order by s.as_at) > 2 then 1
            else 0
        end as is_new
    from seen as s
    inner join rosters as r on s.unit_code = r.unit_code and s.as_at = r.as_at
),

stays as (
    select person_key, facility_code, staff_group, unit_code, stay, min(as_at) as start_on, max(as_at) as last_seen,
        min(nth) as first_nth,
        max(nth) as last_nth, max_by(is_main, as_at) as is_main
    from (
        select *, sum(is_new) over (
            partition by person_key, facility_code, staff_group order by as_at
            rows between unbounded preceding and current row
        ) as stay
        from numbered
    ) as n
    group by person_key, facility_code, staff_group, unit_code, stay
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

absent as (
    select t.*, f.as_at as first_absence, s.as_at as second_absence, e.seen_on, e.new_facility_code
    from stays as t
    left join rosters as f on t.unit_code = f.unit_code and f.nth = t.last_nth + 1
    left join rosters as s on t.unit_code = s.unit_code and s.nth = t.last_nth + 2
    left join elsewhere as e on t.person_key = e.person_key and t.facility_code = e.facility_code
        and t.staff_group = e.staff_group and t.stay = e.stay and e.nth = 1
),

final as (
    select person_key, facility_code, unit_code, staff_group, start_on,
        case
            when first_absence is null then cast(null as date)
            when seen_on <= coalesce(second_absence, seen_on) then cast(seen_on - interval 1 day as date)
            when second_absence is not null then last_seen
        end as end_on,
        case
            when first_absence is null then cast(null as varchar)
            when seen_on <= coalesce(second_absence, seen_on)
                then case when new_facility_code = facility_code then 'reclassified' else 'transferred' end
            when second_absence is not null then 'unknown'
        end as exit_reason,
        first_absence is not null and second_absence is null and seen_on is null as is_pending_exit,
        is_main = 1 as is_main_post,
        first_nth > 1 as has_known_start
    from absent
)

select * from final
