-- Every spell in a post: employment records where a unit sends them, else spells read off its rosters.
-- An employment record that goes on while the unit's rosters no longer show the person is a pending exit: still in post until the
-- record gets its end, a roster says that the person has left, or the site's number of rosters in a row lack it; the spell then ends
-- on the last day seen (or stated). Who never stood on a roster since the spell began is not judged by rosters.
with homes as (
    select p.place_code, p.region_code as unit_code, row_number() over (partition by p.place_code order by p.from_on desc) as nth
    from (select distinct facility_code from stg_employment) as e
    inner join place_span as p on e.facility_code = p.place_code
    inner join site_setting as s on s.name = 'unit_level' and p.level = s.value
),

employed_units as (
    select distinct unit_code from homes
),

checked as (
    select e.*, a.last_seen, a.missed, a.said_end, a.said_reason, a.moved_on,
        e.end_on is null and a.last_seen is not null and (a.said_on is not null or a.missed >= cast(k.value as integer)) as is_closed_by_roster
    from stg_employment as e
    inner join site_setting as k on k.name = 'absences'
    left join homes as h on e.facility_code = h.place_code and h.nth = 1
    left join roster_absence as a on e.person_key = a.person_key and coalesce(h.unit_code, e.facility_code) = a.unit_code
        and a.last_seen >= e.start_on
),

spells as (
    select person_key, facility_code, staff_group, start_on, case when is_closed_by_roster then said_end else end_on end as end_on,
        case
            when not is_closed_by_roster then exit_reason
            else coalesce(said_reason, exit_reason, case when moved_on is null then 'unknown' else 'transferred' end)
        end as exit_reason,
        fte, is_main_post, 'employment' as source, true as has_known_start,
        end_on is null and not is_closed_by_roster and coalesce(missed, 0) > 0 as is_pending_exit
    from checked
    union all
    select person_key, facility_code, staff_group, start_on, end_on, exit_reason, cast(null as double) as fte, is_main_post, 'roster' as source,
        has_known_start, is_pending_exit
    from roster_spell
    where unit_code not in (select unit_code from employed_units)
),

final as (
    select person_key, facility_code, staff_group, start_on, coalesce(end_on, date '9999-12-31') as end_on,
        exit_reason, fte, coalesce(is_main_post, false) as is_main_post, source, has_known_start, is_pending_exit,
        row_number() over (order by person_key, start_on, facility_code, staff_group) as spell_id
    from spells
    where end_on is null or end_on >= start_on
)

select * from final
