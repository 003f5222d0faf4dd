-- Days and months (12 x year + month) in which a person was, or may have been, in post at a unit. Months count whole: who came
-- or left within one was in post in it. Rosters show a person on a day only: whoever is on one may have come right after the
-- one before, and may have stayed until the next; who is on the first may have been there always.
with spells as (
    select s.person_key, s.facility_code, u.unit_code, s.staff_group, s.source, s.has_known_start, s.start_on, s.end_on
    from post_spell as s
    inner join facility_unit as u on s.facility_code = u.facility_code
),

widened as (
    select s.person_key, s.facility_code, s.unit_code, s.staff_group, s.source, s.has_known_start, s.start_on, s.end_on,
        max(case when r.as_at < s.start_on then r.as_at end) as roster_before,
        min(case when r.as_at > s.end_on then r.as_at end) as roster_after
    from spells as s
    left join roster_day as r on s.source = 'roster' and s.unit_code = r.unit_code and s.staff_group = r.staff_group
    group by s.person_key, s.facility_code, s.unit_code, s.staff_group, s.source, s.has_known_start, s.start_on, s.end_on
),

dated as (
    select person_key, facility_code, unit_code, staff_group, source,
        case
            when source = 'roster' and not has_known_start then date '1900-01-01'
            when source = 'roster' then coalesce(cast(roster_before + interval 1 day as date), start_on)
            else start_on
        end as first_on,
        case
            when source = 'roster' and end_on < date '9999-12-31' then coalesce(cast(roster_after - interval 1 day as date), end_on)
            else end_on
        end as last_on
    from widened
),

final as (
    select person_key, facility_code, unit_code, staff_group, source, first_on, last_on,
        12 * year(first_on) + month(first_on) as first_month, 12 * year(last_on) + month(last_on) as last_month
    from dated
)

select * from final
