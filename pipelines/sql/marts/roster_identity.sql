-- Do identifiers follow people from one yearly roster to the next? Of the units that sent both: identifiers on the first and the second (those
-- on two rows of one are counted apart), those on both, of these how many in the same place and role, and how many would be by chance.
with listed as (
    select y.roster_year, y.next_year, r.unit_code, r.person_key, r.facility_code, r.staff_group
    from unit_roster as r
    inner join roster_year as y on r.as_at >= y.from_on and r.as_at < y.to_on
    where not r.has_left and coalesce(r.is_main_post, true)
    group by y.roster_year, y.next_year, r.unit_code, r.person_key, r.facility_code, r.staff_group
),

sent as (
    select distinct roster_year, unit_code from listed
),

pairs as (
    select distinct a.roster_year as first_year, a.next_year as second_year, a.unit_code
    from listed as a
    inner join sent as b on a.next_year = b.roster_year and a.unit_code = b.unit_code
),

rows_of as (
    select p.first_year, p.second_year, 1 as nth, l.person_key, l.facility_code, l.staff_group
    from pairs as p
    inner join listed as l on p.first_year = l.roster_year and p.unit_code = l.unit_code
    union all
    select p.first_year, p.second_year, 2 as nth, l.person_key, l.facility_code, l.staff_group
    from pairs as p
    inner join listed as l on p.second_year = l.roster_year and p.unit_code = l.unit_code
),

single as (
    select first_year, second_year, nth, person_key, min(facility_code) as facility_code, min(staff_group) as staff_group, count(*) as times
    from rows_of
    group by first_year, second_year, nth, person_key
),

counted as (
    select first_year, second_year, sum(case when nth = 1 and times = 1 then 1 else 0 end) as first_count,
        sum(case when nth = 2 and times = 1 then 1 else 0 end) as second_count, sum(case when times > 1 then 1 else 0 end) as repeated
    from single
    group by first_year, second_year
),

matched as (
    select a.first_year, a.second_year, a.facility_code as place_before, a.staff_group as role_before, b.facility_code as place_after,
        b.staff_group as role_after
    from single as a
    inner join single as b on a.first_year = b.first_year and a.person_key = b.person_key
    where a.nth = 1 and b.nth = 2 and a.times = 1 and b.times = 1
),

kept as (
    select first_year, count(*) as kept, sum(case when place_before = place_after then 1 else 0 end) as same_place,
        sum(case when role_before = role_after then 1 else 0 end) as same_role,
        sum(case when place_before = place_after and role_before = role_after then 1 else 0 end) as same
    from matched
    group by first_year
),

cells_before as (
    select first_year, place_before as place, role_before as role, count(*) as persons from matched group by first_year, place_before, role_before
),

cells_after as (
    select first_year, place_after as place, role_after as role, count(*) as persons from matched group by first_year, place_after, role_after
),

chance as (
    select b.first_year, sum(cast(b.persons as double) * a.persons) as products
    from cells_before as b
    inner join cells_after as a on b.first_year = a.first_year and b.place = a.place and b.role = a.role
    group by b.first_year
),

final as (
    select c.first_year, c.second_year, c.first_count, c.second_count, c.repeated, coalesce(k.kept, 0) as kept, coalesce(k.same, 0) as same,
        coalesce(k.same_place, 0) as same_place, coalesce(k.same_role, 0) as same_role,
        coalesce(h.products, 0) / nullif(cast(k.kept as double) * k.kept, 0) as by_chance
    from counted as c
    left join kept as k on c.first_year = k.first_year
    left join chance as h on c.first_year = h.first_year
)

select * from final
order by first_year
