-- Months in which a person was, or may have been, in post at a unit: those of post_cover and, at units with employment records, those
-- around a roster that shows somebody whose coming their records do not know (a record that is missing or was kept out). Such a roster
-- speaks for the days between the rosters before and after it, a year at most: not to have a record is then no proof of absence.
with spelled as (
    select distinct unit_code from post_cover where source = 'employment'
),

listed as (
    select r.person_key, r.unit_code, r.staff_group, r.as_at
    from unit_roster as r
    inner join spelled as s on r.unit_code = s.unit_code
    where not r.has_left
        and not exists (
            select 1
            from post_cover as c
            where c.person_key = r.person_key and c.unit_code = r.unit_code and c.first_on <= r.as_at
        )
),

around as (
    select l.person_key, l.unit_code, l.as_at, max(case when d.as_at < l.as_at then d.as_at end) as before_at,
        min(case when d.as_at > l.as_at then d.as_at end) as after_at
    from listed as l
    inner join roster_day as d on l.unit_code = d.unit_code and l.staff_group = d.staff_group
    group by l.person_key, l.unit_code, l.as_at
),

dated as (
    select person_key, unit_code,
        greatest(coalesce(before_at, date '1900-01-01') + interval 1 day, as_at - interval 1 year) as first_on,
        least(coalesce(after_at, date '9999-12-31') - interval 1 day, as_at + interval 1 year) as last_on
    from around
),

final as (
    select person_key, unit_code, first_month, last_month from post_cover
    union
    select person_key, unit_code, 12 * year(first_on) + month(first_on), 12 * year(last_on) + month(last_on) from dated
)

select * from final
