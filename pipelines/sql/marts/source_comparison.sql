-- Headcount of a reporting unit by each source that speaks of the same day: spells, roster, annual return; and how many in
-- post by their spell are missing from the roster of that day (pending exits: still counted, but to be confirmed), whether the
-- spell is an employment record or read off the rosters themselves. What a return is to be compared with are the people of the
-- staff groups it fills in (spell_in_return, roster_in_return): a return of village clinics says nothing of the centre's staff.
with units as (
    select p.place_code, p.region_code as unit_code, row_number() over (partition by p.place_code order by p.from_on desc) as nth
    from place_span as p
    inner join site_setting as s on s.name = 'unit_level' and p.level = s.value
),

homes as (
    select place_code, unit_code from units where nth = 1
),

on_roster as (
    select h.unit_code, r.as_at, r.person_key
    from stg_roster as r
    inner join homes as h on r.facility_code = h.place_code
    where not r.has_left
    group by h.unit_code, r.as_at, r.person_key
),

roster_days as (
    select unit_code, as_at, count(*) as roster_headcount from on_roster group by unit_code, as_at
),

returned as (
    select h.unit_code, p.as_at, sum(w.headcount) as return_headcount
    from stg_workforce_return as w
    inner join period as p on w.period = p.label
    inner join homes as h on w.facility_code = h.place_code
    group by h.unit_code, p.as_at
),

return_groups as (
    select distinct h.unit_code, p.as_at, w.staff_group
    from stg_workforce_return as w
    inner join period as p on w.period = p.label
    inner join homes as h on w.facility_code = h.place_code
    where w.headcount is not null
),

roster_covered as (
    select g.unit_code, g.as_at, count(distinct r.person_key) as roster_in_return
    from return_groups as g
    inner join homes as h on g.unit_code = h.unit_code
    inner join stg_roster as r on h.place_code = r.facility_code and g.as_at = r.as_at and g.staff_group = r.staff_group
    where not r.has_left
    group by g.unit_code, g.as_at
),

days as (
    select unit_code, as_at from roster_days
    union
    select unit_code, as_at from returned
),

in_post as (
    select d.unit_code, d.as_at,
        nullif(count(distinct case when m.source = 'employment' then m.person_key end), 0) as spell_headcount,
        count(distinct case when m.source = 'employment' and g.staff_group is not null then m.person_key end) as spell_in_return,
        count(distinct case when t.as_at is not null and r.person_key is null then m.person_key end) as missing_from_roster
    from days as d
    inner join homes as h on d.unit_code = h.unit_code
    inner join main_post as m on h.place_code = m.facility_code
        and m.start_on <= d.as_at and m.end_on >= d.as_at
    left join roster_days as t on d.unit_code = t.unit_code and d.as_at = t.as_at
    left join return_groups as g on d.unit_code = g.unit_code and d.as_at = g.as_at and m.staff_group = g.staff_group
    left join on_roster as r on d.unit_code = r.unit_code and d.as_at = r.as_at and m.person_key = r.person_key
    group by d.unit_code, d.as_at
),

final as (
    select d.unit_code, d.as_at, i.spell_headcount, r.roster_headcount, n.return_headcount, i.missing_from_roster,
        i.spell_in_return, c.roster_in_return
    from days as d
    left join in_post as i on d.unit_code = i.unit_code and d.as_at = i.as_at
    left join roster_days as r on d.unit_code = r.unit_code and d.as_at = r.as_at
    left join roster_covered as c on d.unit_code = c.unit_code and d.as_at = c.as_at
    left join returned as n on d.unit_code = n.unit_code and d.as_at = n.as_at
)

select * from final
order by as_at, unit_code
